import type { CancelSignal } from "../base/cancelSignal.ts";
import type { Result } from "../base/result.ts";
import type { Failure } from "../contract/failure.ts";
import type { Provider } from "../contract/provider.ts";

/** What a person has approved, to the byte. */
export interface ApprovedRequest {
  readonly provider: Provider;
  readonly body: string;
  /** Undefined where the provider takes none. */
  readonly key: string | undefined;
  /** For the log of connections. */
  readonly why: string;
}

export interface CloudReply {
  readonly text: string;
  /** Set where the answer ended before it was whole: a sentence. */
  readonly cut: string | undefined;
  /** "host:port" that answered. */
  readonly destination: string;
  /** As the other side counted, where it said so. */
  readonly inputTokens: number | undefined;
  readonly outputTokens: number | undefined;
  /** Milliseconds to the first text and to the end. */
  readonly firstTextMs: number;
  readonly totalMs: number;
}

/**
 * Sends approved bytes and nothing else. Fails with "unavailable" and a sentence where no answer came, with "cancelled" where
 * the signal fired before any text; a stream that drops afterwards is a reply that was cut.
 */
export interface CloudPort {
  send(
    request: ApprovedRequest,
    onText: (soFar: string) => void,
    signal: CancelSignal,
  ): Promise<Result<CloudReply, Failure>>;
}
