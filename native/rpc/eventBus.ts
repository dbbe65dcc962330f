import type { Disposable } from "../../core/base/disposable.ts";
import { Emitter } from "../../core/base/event.ts";
import type { EventName, EventPayload } from "../../core/contract/index.ts";

type AnyEvent = { [N in EventName]: { readonly name: N; readonly payload: EventPayload<N> } }[EventName];

/** Where services announce what happened; every connected page hears it. */
export class EventBus implements Disposable {
  readonly #emitter: Emitter<AnyEvent>;

  constructor(onListenerError: (error: unknown) => void) {
    this.#emitter = new Emitter<AnyEvent>(onListenerError);
  }

  fire<N extends EventName>(name: N, payload: EventPayload<N>): void {
    this.#emitter.fire({ name, payload } as AnyEvent);
  }

  onAny(listener: <N extends EventName>(name: N, payload: EventPayload<N>) => void): Disposable {
    return this.#emitter.event((event) => listener(event.name, event.payload));
  }

  on<N extends EventName>(name: N, listener: (payload: EventPayload<N>) => void): Disposable {
    return this.#emitter.event((event) => {
      if (event.name === name) listener(event.payload as EventPayload<N>);
    });
  }

  dispose(): void {
    this.#emitter.dispose();
  }
}
