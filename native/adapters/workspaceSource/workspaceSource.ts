import { close, constants, fstat, open, read } from "node:fs";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { promisify } from "node:util";
import type { CancelSignal } from "../../../core/base/cancelSignal.ts";
import { ok, type Result } from "../../../core/base/result.ts";
import type { Failure } from "../../../core/contract/failure.ts";
import type { FileStamp, IndexRead, IndexSource } from "../../../core/retrieval/indexStore.ts";
import { airlockIgnore } from "./airlockIgnore.ts";
import { isHidden } from "./isHidden.ts";

const openFile = promisify(open);
const closeFile = promisify(close);
const statFile = promisify(fstat);
const readBytes = promisify(read);

/** How many paths are looked at before other work gets its turn. */
const pathsPerTurn = 2000;
const largestFile = 1024 * 1024;
/** On average; more is minified or generated, and no one's code to learn from. */
const longestLine = 400;

/** Answers the files that git does not ignore; links are not followed. */
export interface FileLister {
  listFiles(signal: AbortSignal): Promise<Result<readonly string[], Failure>>;
}

/** The workspace's own text files: not hidden (that is where keys lie), not ignored by git or `.airlockignore`. */
export class WorkspaceSource implements IndexSource {
  readonly #root: string;
  readonly #lister: FileLister;

  constructor(root: string, lister: FileLister) {
    this.#root = root;
    this.#lister = lister;
  }

  async list(signal: CancelSignal): Promise<Result<readonly string[], Failure>> {
    const abort = new AbortController();
    const onAbort = (): void => abort.abort();
    if (signal.aborted) onAbort();
    signal.addEventListener("abort", onAbort, { once: true });
    const listed = await this.#lister.listFiles(abort.signal);
    signal.removeEventListener("abort", onAbort);
    if (!listed.ok) return listed;
    const ignored = await airlockIgnore(this.#root);
    const wanted: string[] = [];
    for (const [index, listedPath] of listed.value.entries()) {
      if (index % pathsPerTurn === pathsPerTurn - 1) await setImmediate();
      const path = listedPath.replace(/^\.\//, "");
      if (!isHidden(path) && !ignored.ignores(path)) wanted.push(path);
    }
    return ok(wanted);
  }

  async read(path: string, known: FileStamp | undefined): Promise<IndexRead> {
    let descriptor: number;
    try {
      // Neither a link that was put there since the listing nor a pipe without a writer may catch us.
      const flags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);
      descriptor = await openFile(join(this.#root, path), flags);
    } catch {
      return { kind: "gone" };
    }
    try {
      return await readOpen(descriptor, known);
    } catch {
      return { kind: "gone" };
    } finally {
      await closeFile(descriptor);
    }
  }
}

async function readOpen(descriptor: number, known: FileStamp | undefined): Promise<IndexRead> {
  const stats = await statFile(descriptor);
  if (!stats.isFile()) return { kind: "gone" };
  const stamp: FileStamp = { size: stats.size, modified: stats.mtimeMs };
  if (known?.size === stamp.size && known.modified === stamp.modified) return { kind: "unchanged" };
  if (stats.size > largestFile) return { kind: "skipped", stamp };
  const bytes = Buffer.allocUnsafe(stats.size);
  const { bytesRead } = await readBytes(descriptor, bytes, 0, stats.size, 0);
  const content = bytes.subarray(0, bytesRead);
  if (content.subarray(0, 8192).includes(0)) return { kind: "skipped", stamp };
  const text = content.toString("utf8");
  return isMinified(text) ? { kind: "skipped", stamp } : { kind: "text", text, stamp };
}

function isMinified(text: string): boolean {
  if (text.length < 10 * longestLine) return false;
  let lines = 1;
  for (let index = text.indexOf("\n"); index !== -1; index = text.indexOf("\n", index + 1)) lines++;
  return text.length / lines > longestLine;
}
