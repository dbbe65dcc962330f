import { setImmediate } from "node:timers/promises";
import { fuzzyMatchPath } from "../../../core/base/fuzzy.ts";
import { fail, ok, type Result } from "../../../core/base/result.ts";
import { type Failure, failureOf } from "../../../core/contract/failure.ts";
import type { RequestResult } from "../../../core/contract/index.ts";
import type { FileLister } from "./disk.ts";

interface Candidate {
  readonly path: string;
  readonly score: number;
  readonly positions: number[];
}

/** How many paths are scored before other work, and a cancellation, get their turn. */
const pathsPerTurn = 2000;

/** Quick open: the workspace's file names, kept until something is created or deleted, ranked against what was typed. */
export class FileFinder {
  readonly #lister: FileLister;
  #paths: readonly string[] | undefined;
  /** Grows with each invalidation, so that a list begun before one is not kept after it. */
  #generation = 0;

  constructor(lister: FileLister) {
    this.#lister = lister;
  }

  invalidate(): void {
    this.#paths = undefined;
    this.#generation += 1;
  }

  async find(
    query: string,
    limit: number,
    signal: AbortSignal,
  ): Promise<Result<RequestResult<"files.find">, Failure>> {
    const listed = await this.#list(signal);
    if (!listed.ok) return listed;
    const found: Candidate[] = [];
    for (const [index, path] of listed.value.entries()) {
      if (index % pathsPerTurn === pathsPerTurn - 1) await setImmediate();
      if (signal.aborted) return fail(failureOf("cancelled", "Cancelled."));
      const match = fuzzyMatchPath(query, path);
      if (match !== undefined) found.push({ path, score: match.score, positions: [...match.positions] });
    }
    found.sort(better);
    const paths = found.slice(0, limit).map(({ path, positions }) => ({ path, positions }));
    return ok({ paths, total: found.length });
  }

  async #list(signal: AbortSignal): Promise<Result<readonly string[], Failure>> {
    if (this.#paths !== undefined) return ok(this.#paths);
    const generation = this.#generation;
    const listed = await this.#lister.listFiles(signal);
    if (listed.ok && generation === this.#generation) this.#paths = listed.value;
    return listed;
  }
}

function better(a: Candidate, b: Candidate): number {
  if (a.score !== b.score) return b.score - a.score;
  if (a.path.length !== b.path.length) return a.path.length - b.path.length;
  return a.path < b.path ? -1 : 1;
}
