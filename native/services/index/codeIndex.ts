import type { Result } from "../../../core/base/result.ts";
import type { Failure } from "../../../core/contract/failure.ts";
import type { RetrievedChunk, RetrieveOptions } from "../../../core/contract/retrieval.ts";
import type { DefinitionPlace } from "../../../core/retrieval/indexStore.ts";
import type { IndexService } from "./indexService.ts";
import type { Reference } from "./referencesTo.ts";

/** What asks the workspace's code, whether its index is kept by this process (a command) or by another (the workbench). */
export interface CodeIndex {
  /** Ends when the index holds the words and names of the workspace, or when that takes too long to wait for. */
  upToDate(): Promise<void>;
  retrieve(
    query: string,
    options: RetrieveOptions,
    signal: AbortSignal,
  ): Promise<Result<readonly RetrievedChunk[], Failure>>;
  definitionsOf(name: string): Promise<Result<readonly DefinitionPlace[], Failure>>;
  referencesTo(name: string): Promise<Result<readonly Reference[], Failure>>;
}

/** Builds the index before the first question. */
export function codeIndexOf(service: IndexService): CodeIndex {
  let built: Promise<unknown> | undefined;
  return {
    async upToDate() {
      built ??= service.index(() => {}, new AbortController().signal);
      await built;
    },
    retrieve: (query, options, signal) => service.retrieve(query, options, signal),
    definitionsOf: async (name) => service.definitionsOf(name),
    referencesTo: (name) => service.referencesTo(name),
  };
}
