import { CancellationTokenSource, type MessageConnection, ResponseError } from "vscode-jsonrpc";
import type { CancelSignal } from "../base/cancelSignal.ts";
import { fail, ok, type Result } from "../base/result.ts";
import { type Failure, failure, failureOf } from "../contract/failure.ts";
import {
  type EventName,
  type EventPayload,
  events,
  type RequestInput,
  type RequestName,
  type RequestResult,
  requests,
  type SignalName,
  type SignalPayload,
} from "../contract/index.ts";

/** The host as the page sees it: the contract, typed, whatever carries it. Listens to the connection that it is given. */
export class Host {
  readonly #connection: MessageConnection;

  constructor(connection: MessageConnection, onClose: () => void) {
    this.#connection = connection;
    this.#connection.onClose(onClose);
    this.#connection.listen();
  }

  /** Never throws for what can be expected: a failure of the host, a lost connection and an abort are all values. */
  async request<N extends RequestName>(
    name: N,
    params: RequestInput<N>,
    signal?: CancelSignal,
  ): Promise<Result<RequestResult<N>, Failure>> {
    const cancellation = new CancellationTokenSource();
    const cancel = (): void => cancellation.cancel();
    if (signal?.aborted) return fail(failureOf("cancelled", "Cancelled."));
    signal?.addEventListener("abort", cancel, { once: true });
    try {
      const answer: unknown = await this.#connection.sendRequest(name, params, cancellation.token);
      const parsed = requests[name].result.safeParse(answer);
      if (parsed.success) return ok(parsed.data as RequestResult<N>);
      return fail(
        failureOf("unavailable", `The host gave a malformed answer to ${name}. Reload the window.`),
      );
    } catch (error) {
      return fail(toFailure(error));
    } finally {
      signal?.removeEventListener("abort", cancel);
      cancellation.dispose();
    }
  }

  signal<N extends SignalName>(name: N, payload: SignalPayload<N>): void {
    void this.#connection.sendNotification(name, payload);
  }

  on<N extends EventName>(name: N, listener: (payload: EventPayload<N>) => void): { dispose(): void } {
    return this.#connection.onNotification(name, (payload: unknown) => {
      const parsed = events[name].safeParse(payload);
      if (parsed.success) listener(parsed.data as EventPayload<N>);
    });
  }
}

function toFailure(error: unknown): Failure {
  if (error instanceof ResponseError) {
    const parsed = failure.safeParse(error.data);
    if (parsed.success) return parsed.data;
  }
  return failureOf(
    "unavailable",
    "The connection to the Airlock host was lost. It reconnects by itself; unsaved text is kept.",
  );
}
