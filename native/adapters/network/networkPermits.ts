import { domainToASCII } from "node:url";
import type { Disposable } from "../../../core/base/disposable.ts";
import { toDisposable } from "../../../core/base/disposable.ts";
import { isLocalhost, isLoopbackAddress } from "../../../core/network/loopback.ts";
import type { Destination, NetworkGuard } from "../../../core/network/networkGuard.ts";
import type { ConnectionLog } from "../../base/connectionLog.ts";

export type Verdict =
  /** It stays on this machine and is nobody's business. */
  | { readonly kind: "local" }
  | { readonly kind: "allowed"; readonly permit: Permit }
  | { readonly kind: "refused" };

/** What one permit has let through. */
export class Permit {
  readonly host: string;
  readonly port: number;
  readonly why: string;
  /** What the host's name was answered with, under this permit. */
  readonly #addresses = new Set<string>();
  readonly #endings = new Set<() => void>();

  constructor(host: string, port: number, why: string) {
    this.host = host;
    this.port = port;
    this.why = why;
  }

  /** A name that answers ever new addresses does not take ever more memory. */
  resolved(addresses: readonly string[]): void {
    for (const address of addresses) {
      this.#addresses.delete(address);
      this.#addresses.add(address);
    }
    for (const oldest of [...this.#addresses].slice(0, -256)) this.#addresses.delete(oldest);
  }

  covers(address: string, port: number): boolean {
    return port === this.port && (address === this.host || this.#addresses.has(address));
  }

  /** `end` is called when the permit ends. Answers what forgets it. */
  opened(end: () => void): () => void {
    this.#endings.add(end);
    return () => this.#endings.delete(end);
  }

  end(): void {
    for (const end of this.#endings) end();
    this.#endings.clear();
  }
}

export interface PermitParts {
  readonly log: ConnectionLog;
  /** Who tries, as the log names it. */
  readonly process: string;
  /** One spelling for each IP address; undefined for what is none. */
  readonly canonical: (address: string) => string | undefined;
}

/** Who may go where. With no permit nothing leaves: that is the air gap. */
export class NetworkPermits implements NetworkGuard {
  readonly #parts: PermitParts;
  readonly #permits = new Set<Permit>();

  constructor(parts: PermitParts) {
    this.#parts = parts;
  }

  permit({ host, port }: Destination, why: string): Disposable {
    const permit = new Permit(this.#parts.canonical(host) ?? nameOf(host), port, why);
    this.#permits.add(permit);
    return toDisposable(() => {
      this.#permits.delete(permit);
      permit.end();
    });
  }

  /** Judges a connection, and writes it down unless it stays here. */
  connect(address: string, port: number): Verdict {
    const canonical = this.#parts.canonical(address);
    if (canonical !== undefined && isLoopbackAddress(canonical)) return { kind: "local" };
    const permit = [...this.#permits].find((one) => one.covers(canonical ?? address, port));
    if (permit === undefined) return this.refuse("A connection", canonical ?? address, port);
    this.#record(permit.host, port, "allowed", permit.why);
    return { kind: "allowed", permit };
  }

  /** Judges the look-up of a name. An allowed one is answered for every permit of that name. */
  lookup(host: string): Verdict & { readonly permits?: readonly Permit[] } {
    if (isLocalhost(host)) return { kind: "local" };
    const name = nameOf(host);
    const permits = [...this.#permits].filter((one) => one.host === name);
    const [permit] = permits;
    if (permit === undefined) return this.refuse("Looking up a name", host);
    this.#record(name, undefined, "allowed", permit.why);
    return { kind: "allowed", permit, permits };
  }

  /** Judges an address that programs of other machines could reach. */
  bind(address: string, port: number): Verdict {
    const canonical = this.#parts.canonical(address);
    if (canonical !== undefined && isLoopbackAddress(canonical)) return { kind: "local" };
    return this.refuse("Listening beyond this machine", canonical ?? address, port);
  }

  refuse(what: string, host: string, port?: number): Verdict {
    const why = this.#permits.size === 0 ? "nothing is permitted" : "no permit covers it";
    this.#record(host, port, "refused", `${what} was refused: ${why}.`);
    return { kind: "refused" };
  }

  canonical(address: string): string | undefined {
    return this.#parts.canonical(address);
  }

  #record(host: string, port: number | undefined, outcome: "refused" | "allowed", why: string): void {
    const { log, process } = this.#parts;
    // A name of any length can be asked for; the log holds a thousand.
    log.record({ at: Date.now(), host: host.slice(0, 255), port, outcome, why, process });
  }
}

/** As look-ups spell it: lower case, no final dot, letters beyond ASCII as punycode. */
function nameOf(host: string): string {
  const bare = host.replace(/^\[(.*)\]$/, "$1").replace(/\.$/, "");
  return (domainToASCII(bare) || bare).toLowerCase();
}
