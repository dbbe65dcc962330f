import type { Result } from "../../core/base/result.ts";
import type { Failure } from "../../core/contract/failure.ts";
import type {
  EventName,
  EventPayload,
  RequestName,
  RequestParams,
  RequestResult,
  SignalName,
  SignalPayload,
} from "../../core/contract/index.ts";

/** One connected page (or window). Services that stream to the asker alone use `client.send`. */
export interface Client {
  readonly id: number;
  send<N extends EventName>(name: N, payload: EventPayload<N>): void;
}

export interface CallContext {
  readonly signal: AbortSignal;
  readonly client: Client;
}

export type RequestHandler<N extends RequestName> = (
  params: RequestParams<N>,
  context: CallContext,
) => Promise<Result<RequestResult<N>, Failure>> | Result<RequestResult<N>, Failure>;

export type RequestHandlers = { readonly [N in RequestName]: RequestHandler<N> };
export type SignalHandlers = {
  readonly [N in SignalName]: (payload: SignalPayload<N>, client: Client) => void;
};

/** What the host offers to any page, whatever the transport. */
export interface HostApi {
  readonly requests: RequestHandlers;
  readonly signals: SignalHandlers;
  /** Every event of the contract that goes to all pages. */
  onEvent(listener: <N extends EventName>(name: N, payload: EventPayload<N>) => void): { dispose(): void };
  clientConnected(client: Client): void;
  clientGone(client: Client): void;
}
