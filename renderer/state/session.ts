import type { Disposable } from "../../core/base/disposable.ts";
import { toDisposable } from "../../core/base/disposable.ts";
import type { HostConnection } from "../transport/hostConnection.ts";
import { readSessionState, type SessionState } from "./sessionState.ts";

type PartName = Exclude<keyof SessionState, "version" | "extras">;

const saveDelayMs = 500;

/** Gathers what each feature wants remembered and hands it to the host, half a second after the last change. */
export class Session {
  readonly #host: HostConnection;
  readonly #restored: SessionState;
  readonly #parts = new Map<PartName, () => SessionState[PartName]>();
  readonly #beforeFlush = new Set<() => void>();
  readonly #extras: Record<string, unknown>;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Set when the stored state could not be read: what to tell the person. */
  readonly unreadable: string | undefined;

  constructor(host: HostConnection, raw: unknown) {
    this.#host = host;
    const loaded = readSessionState(raw);
    this.#restored = loaded.kind === "restored" ? loaded.state : { version: 1, extras: {} };
    this.unreadable = loaded.kind === "unreadable" ? loaded.reason : undefined;
    this.#extras = { ...this.#restored.extras };
  }

  /** What was stored for a part, once, at activation. */
  restored<N extends PartName>(name: N): SessionState[N] {
    return this.#restored[name];
  }

  /** `collect` is called whenever the session is saved. */
  contribute<N extends PartName>(name: N, collect: () => SessionState[N]): void {
    this.#parts.set(name, collect);
  }

  /** A feature's own slot; what comes back is unknown until the feature has parsed it. Values must be JSON. */
  extra(feature: string): unknown {
    return this.#extras[feature];
  }

  setExtra(feature: string, value: unknown): void {
    if (value === undefined) delete this.#extras[feature];
    else this.#extras[feature] = value;
    this.touch();
  }

  /** Something worth remembering changed. */
  touch(): void {
    this.#timer ??= setTimeout(() => this.#save(), saveDelayMs);
  }

  /** Runs before the page goes away: write what is still pending. */
  onFlush(run: () => void): Disposable {
    this.#beforeFlush.add(run);
    return toDisposable(() => this.#beforeFlush.delete(run));
  }

  flush(): void {
    for (const run of this.#beforeFlush) run();
    if (this.#timer !== undefined) this.#save();
  }

  listen(target: Window): Disposable {
    const hidden = (): void => {
      if (target.document.visibilityState === "hidden") this.flush();
    };
    const leaving = (): void => this.flush();
    target.document.addEventListener("visibilitychange", hidden);
    target.addEventListener("pagehide", leaving);
    return toDisposable(() => {
      target.document.removeEventListener("visibilitychange", hidden);
      target.removeEventListener("pagehide", leaving);
    });
  }

  #save(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const state: Record<string, unknown> = { version: 1, extras: this.#extras };
    for (const [name, collect] of this.#parts) state[name] = collect();
    void this.#host.request("session.save", { state });
  }
}
