import { type Disposable, toDisposable } from "../../core/base/disposable.ts";
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
import type { Channel } from "../../core/rpc/channel.ts";
import { Host } from "./host.ts";

export type ConnectionState = "connecting" | "connected" | "reconnecting";

interface Subscription {
  readonly attach: (host: Host) => Disposable;
  current: Disposable | undefined;
}

const firstRetryMs = 250;
const longestRetryMs = 5000;

/**
 * The host for as long as the page lives. Channels come and go; subscriptions are moved to each new one, requests fail
 * with "unavailable" while there is none, and nothing the page holds is thrown away.
 */
export class HostConnection implements Disposable {
  readonly #openChannel: () => Promise<Channel>;
  readonly #subscriptions = new Set<Subscription>();
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
      } catch {
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
    const subscription: Subscription = { attach: (host) => host.on(name, listener), current: undefined };
    if (this.#host) subscription.current = subscription.attach(this.#host);
    this.#subscriptions.add(subscription);
    return toDisposable(() => {
      subscription.current?.dispose();
      this.#subscriptions.delete(subscription);
    });
  }

  dispose(): void {
    this.#disposed = true;
    this.#channel?.close();
    this.#stateEmitter.dispose();
    this.#reconnectEmitter.dispose();
  }

  #adopt(channel: Channel): void {
    const again = this.#wasConnected;
    this.#channel = channel;
    this.#host = new Host(channel, () => this.#lost());
    for (const subscription of this.#subscriptions) subscription.current = subscription.attach(this.#host);
    this.#wasConnected = true;
    this.#retryMs = firstRetryMs;
    this.#setState("connected");
    if (again) this.#reconnectEmitter.fire(undefined);
  }

  #lost(): void {
    if (this.#disposed) return;
    for (const subscription of this.#subscriptions) subscription.current = undefined;
    this.#host = undefined;
    this.#channel = undefined;
    this.#setState("reconnecting");
    void this.start();
  }

  #setState(state: ConnectionState): void {
    this.#state = state;
    this.#stateEmitter.fire(state);
  }
}
