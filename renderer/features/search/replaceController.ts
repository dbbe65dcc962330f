import type { SearchFile, SearchQuery } from "../../../core/contract/search.ts";
import type { Services } from "../../state/services.ts";
import { openResources } from "../editor/groups.ts";
import type { TextModel } from "../editor/monaco/monacoLoader.ts";
import { fileResource } from "../editor/resource.ts";
import { fillIn } from "./replacement.ts";
import { countMatches, type Match, matchColumns } from "./searchSlice.ts";

export interface ReplaceRequest {
  readonly query: SearchQuery;
  readonly replacement: string;
}

interface ReplaceOutcome {
  readonly replacements: number;
  readonly files: number;
  readonly failures: readonly { readonly path: string; readonly message: string }[];
}

const wordSeparators = "`~!@#$%^&*()-=+[{]}\\|;:'\",.<>/?";

/** Writes replacements: into the model of a file that is open, so that undo works and unsaved text is kept; else on disk. */
export class ReplaceController {
  readonly #services: Services;

  constructor(services: Services) {
    this.#services = services;
  }

  /** Asks first. Answers whether it was done. */
  async replaceAll(request: ReplaceRequest, files: readonly SearchFile[]): Promise<boolean> {
    const count = countMatches(files);
    const { dialogs, notifications, announcer } = this.#services;
    const what = `${amount(count, "match", "matches")} in ${amount(files.length, "file", "files")}`;
    const replaced = request.replacement === "" ? "Remove" : "Replace";
    const confirmed = await dialogs.ask(
      `${replaced} ${what}?`,
      request.replacement === ""
        ? "Files that are not open are written at once."
        : `With “${request.replacement}”. Files that are not open are written at once.`,
      [
        { title: replaced, value: true, kind: "primary" as const },
        { title: "Cancel", value: false },
      ],
    );
    if (confirmed !== true) return false;
    const outcome = await this.#replaceIn(
      request,
      files.map((file) => file.path),
    );
    const said = `${amount(outcome.replacements, "replacement", "replacements")} in ${amount(outcome.files, "file", "files")}.`;
    announcer.say(said);
    if (outcome.failures.length > 0)
      notifications.error(
        `${said} ${amount(outcome.failures.length, "file was", "files were")} left as they are.`,
        [],
        outcome.failures.map(({ path, message }) => `${path}: ${message}`).join("\n"),
      );
    else notifications.info(said);
    return true;
  }

  /** Answers whether the match still stood there and was replaced. */
  async replaceOne({ query, replacement }: ReplaceRequest, match: Match): Promise<boolean> {
    const { start, end } = matchColumns(match);
    const line = match.line.line + 1;
    const done = await this.#inModel(match.path, (model) => {
      if (line > model.getLineCount()) return 0;
      const range = model
        .getFullModelRange()
        .setStartPosition(line, start + 1)
        .setEndPosition(line, end + 1);
      const found = this.#find(model, query, range)[0];
      if (found?.range.startColumn !== start + 1) return 0;
      return replaceFound(model, [found], query, replacement);
    });
    if (done === 0)
      this.#services.notifications.info(
        `${match.path} changed since the search: this match is not there any more.`,
      );
    return done !== undefined && done > 0;
  }

  async #replaceIn(
    { query, replacement }: ReplaceRequest,
    paths: readonly string[],
  ): Promise<ReplaceOutcome> {
    const { documents, host, notifications } = this.#services;
    const open = paths.filter((path) => documents.model(fileResource(path)) !== undefined);
    const closed = paths.filter((path) => !open.includes(path));
    let replacements = 0;
    let files = 0;
    const failures: { path: string; message: string }[] = [];
    for (const path of open) {
      const done = await this.#inModel(path, (model) =>
        replaceFound(model, this.#find(model, query), query, replacement),
      );
      if (done === undefined)
        failures.push({ path, message: "It could not be saved; the change is in its tab." });
      else if (done > 0) files++;
      replacements += done ?? 0;
    }
    if (closed.length > 0) {
      const answer = await host.request("search.replace", { query, replacement, paths: closed });
      if (answer.ok) {
        replacements += answer.value.replacements;
        files += answer.value.files;
        failures.push(...answer.value.failures);
      } else notifications.failure(answer.error);
    }
    return { replacements, files, failures };
  }

  /** Edits the file's text in memory and saves it; undefined when it could not be read or saved. */
  async #inModel(path: string, edit: (model: TextModel) => number): Promise<number | undefined> {
    const { documents, editors } = this.#services;
    const resource = fileResource(path);
    await documents.open(resource);
    const model = documents.model(resource);
    const count = model ? edit(model) : 0;
    const saved = count === 0 || (await editors.save(resource));
    // Opened for this alone: let go of it again, unless its text could not be saved.
    if (saved && !openResources(editors.store.getState()).has(resource)) documents.close(resource);
    return model && saved ? count : undefined;
  }

  #find(model: TextModel, query: SearchQuery, within = model.getFullModelRange()) {
    const words = query.wholeWord ? wordSeparators : null;
    return model.findMatches(query.pattern, within, query.isRegex, query.matchCase, words, true);
  }
}

type Found = ReturnType<TextModel["findMatches"]>;

function replaceFound(model: TextModel, found: Found, query: SearchQuery, replacement: string): number {
  model.pushStackElement();
  model.pushEditOperations(
    [],
    found.map(({ range, matches }) => ({
      range,
      text: query.isRegex ? fillIn(replacement, matches ?? []) : replacement,
    })),
    () => null,
  );
  model.pushStackElement();
  return found.length;
}

export function amount(count: number, one: string, many: string): string {
  return `${count.toLocaleString("en")} ${count === 1 ? one : many}`;
}
