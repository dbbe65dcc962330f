import { setTimeout as sleep } from "node:timers/promises";
import { assertNever } from "../../../core/base/assertNever.ts";
import type { CancelSignal } from "../../../core/base/cancelSignal.ts";
import { fail, ok, type Result } from "../../../core/base/result.ts";
import { type Failure, failureOf } from "../../../core/contract/failure.ts";
import type { ApprovedRequest, CloudPort, CloudReply } from "../../../core/escalation/cloudPort.ts";
import { requestHeaders, requestUrls } from "../../../core/escalation/cloudRequest.ts";
import type { NetworkGuard } from "../../../core/network/networkGuard.ts";
import { destinationOf } from "../../../core/policy/escalationPolicy.ts";
import type { CloudFault } from "./cloudFailure.ts";
import { PartialReply } from "./partialReply.ts";
import type { ProviderStream } from "./providerStream.ts";
import { type Transport, transportFor } from "./transport.ts";

/** Libraries ask again by themselves where a provider has one address; several addresses are asked in turn, twice. */
const retriesAlone = 2;
const roundsOfReplicas = 2;
const betweenRoundsMs = 1000;

/** Sends what was approved. A provider's library is loaded and constructed here, after the approval, and nowhere before. */
export class CloudClient implements CloudPort {
  readonly #guard: NetworkGuard;
  /** Requests under way, by address: the least busy replica is asked first. */
  readonly #inFlight = new Map<string, number>();
  readonly #chance: () => number;
  readonly #draws = new Map<string, number>();

  /** @param chance at least 0 and less than 1 */
  constructor(guard: NetworkGuard, chance: () => number = Math.random) {
    this.#guard = guard;
    this.#chance = chance;
  }

  async send(
    request: ApprovedRequest,
    onText: (soFar: string) => void,
    signal: CancelSignal,
  ): Promise<Result<CloudReply, Failure>> {
    const { provider } = request;
    const transport = transportFor(provider);
    if (!transport.ok) return transport;
    const abort = new AbortController();
    const onAbort = (): void => abort.abort();
    if (signal.aborted) onAbort();
    signal.addEventListener("abort", onAbort, { once: true });
    try {
      const rounds = provider.urls.length === 1 ? 1 : roundsOfReplicas;
      let last: Result<CloudReply, Failure> = fail(failureOf("unavailable", "There is no address to ask."));
      for (let round = 0; round < rounds; round++) {
        if (round > 0) await sleep(betweenRoundsMs, undefined, { signal: abort.signal }).catch(() => {});
        for (const url of this.#leastBusyFirst(requestUrls(provider))) {
          const tried = await this.#ask(url, request, transport.value, onText, abort.signal);
          if ("reply" in tried) return ok(tried.reply);
          last = fail(tried.failure);
          if (!tried.mayHelpElsewhere) return last;
        }
      }
      return last;
    } finally {
      signal.removeEventListener("abort", onAbort);
      await transport.value.dispatcher.destroy();
    }
  }

  /**
   * Among equally busy ones each workbench has an order of its own, drawn once: a team does not ask the first address all at
   * the same time, and one person's questions meet the replica that still has the last one's beginning in its cache.
   */
  #leastBusyFirst(urls: readonly string[]): readonly string[] {
    for (const url of urls) if (!this.#draws.has(url)) this.#draws.set(url, this.#chance());
    const busy = (url: string): number => this.#inFlight.get(url) ?? 0;
    const drawn = (url: string): number => this.#draws.get(url) ?? 0;
    return urls.toSorted((left, right) => busy(left) - busy(right) || drawn(left) - drawn(right));
  }

  async #ask(
    url: string,
    { provider, body, key, why }: ApprovedRequest,
    { dispatcher, connectsTo }: Transport,
    onText: (soFar: string) => void,
    signal: AbortSignal,
  ): Promise<{ readonly reply: CloudReply } | CloudFault> {
    const destination = destinationOf(url);
    const stream = await streamOf(provider.kind);
    const partial = new PartialReply(destination);
    const permit = this.#guard.permit(connectsTo(url), why);
    this.#inFlight.set(url, (this.#inFlight.get(url) ?? 0) + 1);
    try {
      const events = stream({
        call: { url, headers: requestHeaders(provider.kind, key), body, dispatcher },
        key: key ?? "",
        retries: provider.urls.length === 1 ? retriesAlone : 0,
        timeoutMs: provider.timeoutSeconds * 1000,
        signal,
      });
      for await (const event of events) {
        partial.take(event);
        if (event.kind === "text") onText(partial.text);
        // Some servers say how many tokens it was after they have said why it ended: only a flood is left early.
        if (partial.end !== undefined && event.kind === "text") break;
      }
      if (partial.end !== undefined) return { reply: partial.reply(partial.end.cut) };
      if (signal.aborted && partial.text === "") return stopped;
      if (signal.aborted) return { reply: partial.reply("It was stopped.") };
      if (partial.text !== "")
        return { reply: partial.reply(`${destination} ended the answer in the middle.`) };
      // llama-cpp-python's server ends its stream like this where a request does not fit in its context.
      const failure = failureOf(
        "unavailable",
        `${destination} answered with nothing. Ask again; if it stays so, the request may be too long for it: take pieces out.`,
      );
      return { failure, mayHelpElsewhere: true };
    } catch (error) {
      if (signal.aborted && partial.text === "") return stopped;
      const fault = (await import("./cloudFailure.ts")).cloudFault(
        error,
        destination,
        provider.timeoutSeconds,
      );
      // What has come stays; to ask again in silence would cost twice and could answer differently.
      if (partial.text === "") return fault;
      return { reply: partial.reply(signal.aborted ? "It was stopped." : fault.failure.message) };
    } finally {
      permit.dispose();
      this.#inFlight.set(url, (this.#inFlight.get(url) ?? 1) - 1);
    }
  }
}

const stopped: CloudFault = { failure: failureOf("cancelled", "Stopped."), mayHelpElsewhere: false };

async function streamOf(kind: ApprovedRequest["provider"]["kind"]): Promise<ProviderStream> {
  switch (kind) {
    case "anthropic":
      return (await import("./anthropicStream.ts")).anthropicStream;
    case "openai-compatible":
      return (await import("./openAiStream.ts")).openAiStream;
    default:
      return assertNever(kind, "provider kind");
  }
}
