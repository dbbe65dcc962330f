import type { Provider, ProviderModel } from "../../../core/contract/provider.ts";
import type { PromptFile } from "../../../core/prompt/promptFile.ts";
import type { PreparedQuestion } from "../assistant/preparedQuestion.ts";
import type { BuiltRequest } from "./buildRequest.ts";

/** A request between its preview and its approval. */
export interface PendingEscalation {
  readonly previewId: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly provider: Provider;
  readonly model: ProviderModel;
  readonly prepared: PreparedQuestion;
  readonly file: PromptFile;
  readonly built: BuiltRequest;
}
