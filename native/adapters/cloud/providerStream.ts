import type { ApprovedCall } from "./approvedFetch.ts";

/** How many times a library asks again where nothing has come yet and the other side says that it may help. */
export interface StreamOptions {
  readonly call: ApprovedCall;
  /** "" where the provider takes none. */
  readonly key: string;
  readonly retries: number;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

export type StreamEvent =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "usage"; readonly inputTokens?: number; readonly outputTokens?: number }
  /** Why the other side ended: undefined for a whole answer, else a sentence. */
  | { readonly kind: "end"; readonly cut: string | undefined };

/** One request and its answer, piece by piece. Throws what its library throws. */
export type ProviderStream = (options: StreamOptions) => AsyncGenerator<StreamEvent>;
