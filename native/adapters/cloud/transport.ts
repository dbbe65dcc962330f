import { readFileSync } from "node:fs";
import { rootCertificates } from "node:tls";
import { Agent, type Dispatcher, ProxyAgent } from "undici";
import { fail, ok, type Result } from "../../../core/base/result.ts";
import { type Failure, failureOf } from "../../../core/contract/failure.ts";
import type { Provider } from "../../../core/contract/provider.ts";
import type { Destination } from "../../../core/network/networkGuard.ts";

export interface Transport {
  readonly dispatcher: Dispatcher;
  /** What a request to that address connects to: the proxy where there is one. */
  connectsTo(url: string): Destination;
}

/** How a provider is reached: its own certificate authority, its own proxy, and nothing that the environment says. */
export function transportFor(provider: Provider): Result<Transport, Failure> {
  const authority = authorityOf(provider);
  if (!authority.ok) return authority;
  const idle = provider.timeoutSeconds * 1000;
  const common = {
    headersTimeout: idle,
    bodyTimeout: idle,
    connectTimeout: Math.min(idle, 20_000),
    pipelining: 0,
    allowH2: false,
  };
  const tls = authority.value === undefined ? {} : { ca: [...rootCertificates, authority.value] };
  const { proxy } = provider;
  const dispatcher =
    proxy === undefined
      ? new Agent({ ...common, connect: tls })
      : new ProxyAgent({ ...common, uri: proxy, proxyTunnel: true, requestTls: tls, proxyTls: tls });
  return ok({ dispatcher, connectsTo: (url) => destinationAt(proxy ?? url) });
}

function destinationAt(address: string): Destination {
  const { hostname, port, protocol } = new URL(address);
  return {
    host: hostname.replace(/^\[|\]$/g, ""),
    port: port === "" ? (protocol === "https:" ? 443 : 80) : Number(port),
  };
}

function authorityOf({ certificateAuthority, id }: Provider): Result<string | undefined, Failure> {
  if (certificateAuthority === undefined) return ok(undefined);
  try {
    const text = readFileSync(certificateAuthority, "utf8");
    if (text.includes("-----BEGIN CERTIFICATE-----")) return ok(text);
    return fail(
      failureOf(
        "invalidRequest",
        `${certificateAuthority} holds no certificate in PEM form. Correct certificateAuthority of ${id} in escalation.providers.`,
      ),
    );
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return fail(
      failureOf(
        "invalidRequest",
        `The certificate authority of ${id} cannot be read (${why}). Correct its path in escalation.providers.`,
      ),
    );
  }
}
