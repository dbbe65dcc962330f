import type { Result } from "../../../core/base/result.ts";
import type { Failure } from "../../../core/contract/failure.ts";

/** What the search service needs of a search program; native/adapters/ripgrep is one. */
export interface TextSearch {
  /** Hands over ripgrep's JSON lines as they come; `onLine` answers false to end. */
  search(
    args: readonly string[],
    onLine: (line: string) => boolean,
    signal: AbortSignal,
  ): Promise<Result<void, Failure>>;
}
