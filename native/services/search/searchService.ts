import { fail, ok, type Result } from "../../../core/base/result.ts";
import { type Failure, failureOf } from "../../../core/contract/failure.ts";
import type { RequestResult } from "../../../core/contract/index.ts";
import type { SearchFile, SearchQuery } from "../../../core/contract/search.ts";
import type { Client, RequestHandlers } from "../../rpc/handlers.ts";
import type { FilesService } from "../files/filesService.ts";
import { type FoundLine, readRipgrepLine } from "./readMatches.ts";
import { replacerFor } from "./replaceMatches.ts";
import { searchArguments } from "./searchArguments.ts";
import type { TextSearch } from "./textSearch.ts";

/** A page draws no faster than this; fewer, larger messages cost less. */
const batchMilliseconds = 40;
const batchLines = 500;

/** Search and replace across the workspace's files. What is found streams to the page that asked. */
export class SearchService {
  readonly #search: TextSearch;
  readonly #files: FilesService;

  constructor(search: TextSearch, files: FilesService) {
    this.#search = search;
    this.#files = files;
  }

  /** Ends at `limit` matches with `limitHit`. An abort kills the search and fails with "cancelled". */
  async find(
    searchId: string,
    query: SearchQuery,
    limit: number,
    client: Client,
    signal: AbortSignal,
  ): Promise<Result<RequestResult<"search.text">, Failure>> {
    const start = performance.now();
    const found = new FoundBatches((files) => client.send("search.didFind", { searchId, files }));
    if (query.pattern === "") return ok({ files: 0, matches: 0, limitHit: false, milliseconds: 0 });
    // No program can be given one, and files that hold it are binary and left out.
    if ([query.pattern, query.include, query.exclude].some((text) => text.includes("\0")))
      return fail(failureOf("invalidRequest", "A search cannot contain the NUL character."));
    let matches = 0;
    let files = 0;
    let path: string | undefined;
    const searched = await this.#search.search(
      searchArguments(query),
      (json) => {
        const event = readRipgrepLine(json);
        if (event?.kind !== "line") return true;
        if (event.path !== path) files += 1;
        path = event.path;
        matches += event.matches;
        found.add(event.path, event.line);
        return matches < limit;
      },
      signal,
    );
    if (!searched.ok) {
      found.drop();
      return searched;
    }
    found.flush();
    return ok({ files, matches, limitHit: matches >= limit, milliseconds: performance.now() - start });
  }

  /** Each file is read, changed and saved whole, as an editor would; one that cannot be is named and the others go on. */
  async replace(
    query: SearchQuery,
    replacement: string,
    paths: readonly string[],
    signal: AbortSignal,
  ): Promise<Result<RequestResult<"search.replace">, Failure>> {
    if (query.pattern === "") return fail(failureOf("invalidRequest", "There is nothing to search for."));
    const replacer = replacerFor(query, replacement);
    if (!replacer.ok) return replacer;
    let files = 0;
    let replacements = 0;
    const failures: { path: string; message: string }[] = [];
    for (const path of paths) {
      if (signal.aborted) {
        failures.push({ path, message: "Cancelled before this file." });
        break;
      }
      const before = await this.#files.read(path);
      const after = before.ok ? replacer.value(before.value.text) : before;
      if (!before.ok || !after.ok) {
        failures.push({ path, message: after.ok ? "" : after.error.message });
        continue;
      }
      if (after.value.text === before.value.text) continue;
      const written = await this.#files.write(path, after.value.text, before.value.format, before.value.etag);
      if (!written.ok) failures.push({ path, message: written.error.message });
      else {
        files += 1;
        replacements += after.value.count;
      }
    }
    return ok({ files, replacements, failures });
  }
}

/** Gathers lines by file and passes them on a few times a second, the first at once. */
class FoundBatches {
  readonly #send: (files: SearchFile[]) => void;
  #files: { path: string; lines: FoundLine[] }[] = [];
  #lines = 0;
  #last = 0;

  constructor(send: (files: SearchFile[]) => void) {
    this.#send = send;
  }

  add(path: string, line: FoundLine): void {
    const current = this.#files.at(-1);
    if (current?.path === path) current.lines.push(line);
    else this.#files.push({ path, lines: [line] });
    this.#lines += 1;
    if (this.#lines >= batchLines || performance.now() - this.#last >= batchMilliseconds) this.flush();
  }

  flush(): void {
    if (this.#files.length > 0) this.#send(this.#files);
    this.drop();
    this.#last = performance.now();
  }

  drop(): void {
    this.#files = [];
    this.#lines = 0;
  }
}

export function searchHandlers(
  search: SearchService,
): Pick<RequestHandlers, "search.text" | "search.replace"> {
  return {
    "search.text": ({ searchId, query, limit }, { client, signal }) =>
      search.find(searchId, query, limit, client, signal),
    "search.replace": ({ query, replacement, paths }, { signal }) =>
      search.replace(query, replacement, paths, signal),
  };
}
