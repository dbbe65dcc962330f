import { createMessageConnection } from "vscode-jsonrpc/browser";
import type { Disposable } from "../../core/base/disposable.ts";
import { Emitter } from "../../core/base/event.ts";
import { fail, type Result } from "../../core/base/result.ts";
import { type Failure, failureOf } from "../../core/contract/failure.ts";
import type {
  EventName,
  EventPayload,
  RequestInput,
  RequestName,
  RequestResult,
  SignalName,
  SignalPayload,
} from "../../core/contract/index.ts";
import { type Channel, ChannelReader, ChannelWriter } from "../../core/rpc/channel.ts";
import { Host } from "../../core/rpc/host.ts";

export type ConnectionState = "connecting" | "connected" | "reconnecting" | "refused";

/** A host answers, but it is a new one that does not know this page. */
export class ConnectionRefused extends Error {}

const firstRetryMs = 250;
const longestRetryMs = 5000;

/**
 * The host for as long as the page lives. Channels come and go; listeners are moved to each new one, requests fail
 * with "unavailable" while there is none, and nothing the page holds is thrown away.
 */
export class HostConnection implements Disposable {
  readonly #openChannel: () => Promise<Channel>;
  /** The connection takes one listener for each event, so that one feeds all of ours. */
  readonly #attach = new Map<EventName, (host: Host) => void>();
  readonly #emitters: { [N in EventName]?: Emitter<EventPayload<N>> } = {};
  readonly #stateEmitter = new Emitter<ConnectionState>();
  readonly #reconnectEmitter = new Emitter<undefined>();
  #host: Host | undefined;
  #channel: Channel | undefined;
  #state: ConnectionState = "connecting";
  #wasConnected = false;
  #retryMs = firstRetryMs;
  #disposed = false;

  readonly onDidChangeState = this.#stateEmitter.event;
  /** A new channel stands after one was lost: what the host told in between must be asked for again. */
  readonly onDidReconnect = this.#reconnectEmitter.event;

  constructor(openChannel: () => Promise<Channel>) {
    this.#openChannel = openChannel;
  }

  get state(): ConnectionState {
    return this.#state;
  }

  /** Resolves once the first channel stands; keeps trying until then. */
  async start(): Promise<void> {
    while (!this.#disposed) {
      try {
        this.#adopt(await this.#openChannel());
        return;
      } catch (error) {
        if (this.#wasConnected)
          this.#setState(error instanceof ConnectionRefused ? "refused" : "reconnecting");
        await new Promise((resolve) => setTimeout(resolve, this.#retryMs));
        this.#retryMs = Math.min(this.#retryMs * 2, longestRetryMs);
      }
    }
  }

  async request<N extends RequestName>(
    name: N,
    params: RequestInput<N>,
    signal?: AbortSignal,
  ): Promise<Result<RequestResult<N>, Failure>> {
    const host = this.#host;
    if (!host)
      return fail(
        failureOf("unavailable", "Airlock is reconnecting to its host. Try again once the banner is gone."),
      );
    return host.request(name, params, signal);
  }

  signal<N extends SignalName>(name: N, payload: SignalPayload<N>): void {
    this.#host?.signal(name, payload);
  }

  on<N extends EventName>(name: N, listener: (payload: EventPayload<N>) => void): Disposable {
    const emitter = this.#emitterOf(name);
    return emitter.event(listener);
  }

  dispose(): void {
    this.#disposed = true;
    this.#channel?.close();
    this.#stateEmitter.dispose();
    this.#reconnectEmitter.dispose();
  }

  #emitterOf<N extends EventName>(name: N): Emitter<EventPayload<N>> {
    const known = this.#emitters[name];
    if (known) return known;
    const emitter = new Emitter<EventPayload<N>>();
    Object.assign(this.#emitters, { [name]: emitter });
    const attach = (host: Host): void => {
      host.on(name, (payload) => emitter.fire(payload));
    };
    this.#attach.set(name, attach);
    if (this.#host) attach(this.#host);
    return emitter;
  }

  #adopt(channel: Channel): void {
    const again = this.#wasConnected;
    this.#channel = channel;
    const connection = createMessageConnection(new ChannelReader(channel), new ChannelWriter(channel));
    this.#host = new Host(connection, () => this.#lost());
    for (const attach of this.#attach.values()) attach(this.#host);
    this.#wasConnected = true;
    this.#retryMs = firstRetryMs;
    this.#setState("connected");
    if (again) this.#reconnectEmitter.fire(undefined);
  }

  #lost(): void {
    if (this.#disposed) return;
    this.#host = undefined;
    this.#channel = undefined;
    this.#setState("reconnecting");
    void this.start();
  }

  #setState(state: ConnectionState): void {
    if (this.#state === state) return;
    this.#state = state;
    this.#stateEmitter.fire(state);
  }
}
