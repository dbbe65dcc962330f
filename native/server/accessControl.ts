import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";

/** Wrong tokens before answers are slowed, and by how much (milliseconds). A person mistypes; a guesser asks for ever. */
const freeMistakes = 5;
const mistakeDelay = 250;

export type Admission =
  | { readonly kind: "session" }
  | { readonly kind: "token"; readonly cookie: string }
  | { readonly kind: "refused"; readonly status: 401 | 403; readonly reason: string; readonly delay: number };

/**
 * Decides who may talk to the local server: a loopback Host, then a one-time token, then the cookie it was traded for.
 * Secrets are compared in constant time and held in memory alone.
 */
export class AccessControl {
  /**
   * The folder under which everything is served. Browsers send a cookie to every port of a host, so another program's
   * page on 127.0.0.1 would be handed ours; they send it to its path alone, and nobody can guess this one.
   */
  readonly basePath = `/${randomBytes(16).toString("base64url")}/`;
  readonly #port: number;
  #tokenHash: Buffer | undefined;
  readonly #sessionHashes: Buffer[] = [];
  #mistakes = 0;

  constructor(port: number) {
    this.#port = port;
  }

  /** The name carries the port, so that two Airlocks in one browser keep apart. */
  get cookieName(): string {
    return `airlock_${this.#port}`;
  }

  /** A fresh one-time token; any earlier unused one stops working. */
  issueToken(): string {
    const token = randomBytes(32).toString("base64url");
    this.#tokenHash = digest(token);
    return token;
  }

  /** Only the loopback names of this very port: a foreign name that resolves to loopback is DNS rebinding. */
  isOwnHost(host: string | undefined): boolean {
    return host === `127.0.0.1:${this.#port}` || host === `localhost:${this.#port}`;
  }

  /** For WebSockets: browsers always send Origin, so an absent one is refused too. */
  isOwnOrigin(origin: string | undefined, host: string | undefined): boolean {
    return origin !== undefined && this.isOwnHost(host) && origin === `http://${host}`;
  }

  admit(headers: IncomingHttpHeaders, token: string | undefined): Admission {
    if (!this.isOwnHost(headers.host)) return refused(403, "This address is not Airlock's own.");
    if (token === undefined) {
      if (this.hasSession(headers.cookie)) return { kind: "session" };
      return refused(401, "Open the link that `airlock serve` printed.");
    }
    if (this.#tokenHash !== undefined && timingSafeEqual(digest(token), this.#tokenHash)) {
      this.#tokenHash = undefined;
      const session = randomBytes(32).toString("base64url");
      this.#sessionHashes.push(digest(session));
      const scope = `HttpOnly; SameSite=Strict; Path=${this.basePath}`;
      return { kind: "token", cookie: `${this.cookieName}=${session}; ${scope}` };
    }
    if (this.hasSession(headers.cookie)) return { kind: "session" };
    this.#mistakes++;
    const delay = this.#mistakes > freeMistakes ? mistakeDelay : 0;
    return refused(
      401,
      "This link was used or is wrong. Press Enter where `airlock serve` runs for a new one.",
      delay,
    );
  }

  hasSession(cookieHeader: string | undefined): boolean {
    const prefix = `${this.cookieName}=`;
    // Another program on this host may have set one of the same name: ours counts wherever it stands.
    const given = (cookieHeader ?? "")
      .split(";")
      .map((part) => part.trim())
      .filter((part) => part.startsWith(prefix))
      .map((part) => digest(part.slice(prefix.length)));
    // Compare with all, without an early exit, so that time tells nothing.
    return given
      .flatMap((one) => this.#sessionHashes.map((known) => timingSafeEqual(one, known)))
      .includes(true);
  }
}

function refused(status: 401 | 403, reason: string, delay = 0): Admission {
  return { kind: "refused", status, reason, delay };
}

function digest(secret: string): Buffer {
  return createHash("sha256").update(secret).digest();
}
