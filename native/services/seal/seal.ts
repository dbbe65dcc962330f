import type { Disposable } from "../../../core/base/disposable.ts";
import { DisposableStore, toDisposable } from "../../../core/base/disposable.ts";
import type { SealStatus } from "../../../core/contract/workbench.ts";
import type { ConnectionLog } from "../../base/connectionLog.ts";
import type { EventBus } from "../../rpc/eventBus.ts";
import type { RequestHandlers } from "../../rpc/handlers.ts";

export interface SealParts {
  readonly connections: Pick<ConnectionLog, "attempts" | "counts" | "destinations" | "onDidRecord">;
  readonly children: () => Pick<SealStatus, "children" | "childrenReason">;
  readonly terminals: () => Pick<SealStatus, "terminals" | "terminalsReason">;
}

/** A program that tries without end must not keep the page busy with telling it. */
const quietMilliseconds = 250;

/** What has left this machine since the host started, what tried to, and what holds it back. */
export class Seal implements Disposable {
  readonly #parts: SealParts;
  readonly #events: EventBus;
  readonly #children = new DisposableStore();
  #timer: NodeJS.Timeout | undefined;

  constructor(parts: SealParts, events: EventBus) {
    this.#parts = parts;
    this.#events = events;
    this.#children.add(parts.connections.onDidRecord(() => this.#announceSoon()));
    this.#children.add(toDisposable(() => clearTimeout(this.#timer)));
  }

  status(): SealStatus {
    const { connections, children, terminals } = this.#parts;
    const destinations = [...connections.destinations];
    return {
      sealed: destinations.length === 0,
      destinations,
      attempts: [...connections.attempts],
      counts: { ...connections.counts },
      ...children(),
      ...terminals(),
    };
  }

  dispose(): void {
    this.#children.dispose();
  }

  #announceSoon(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#events.fire("seal.didChange", this.status());
    }, quietMilliseconds);
    this.#timer.unref();
  }
}

export function sealHandlers(seal: Seal): Pick<RequestHandlers, "seal.status"> {
  return { "seal.status": () => ({ ok: true, value: seal.status() }) };
}
