import type { GateSubject, Verdict } from "../../../core/contract/gate.ts";
import type { Analyzer } from "../../../core/gate/analyzer.ts";
import { evaluateGate, type GateClock } from "../../../core/gate/evaluateGate.ts";
import { defaultGatePolicy, type GatePolicy } from "../../../core/gate/policy.ts";
import { subjectHash } from "../../../core/gate/subjectHash.ts";
import { VerdictCache } from "../../../core/gate/verdictCache.ts";
import type { RequestHandlers } from "../../rpc/handlers.ts";

const clock: GateClock = {
  now: () => performance.now(),
  after: (milliseconds, wake) => {
    const timer = setTimeout(wake, milliseconds);
    return () => clearTimeout(timer);
  },
};
const cachedVerdicts = 500;

/** The one gate. Every text that may reach a file is judged here, and a verdict holds for that text in that place. */
export class GateService {
  readonly #analyzers: readonly Analyzer[];
  readonly #policy: GatePolicy;
  readonly #cache = new VerdictCache(cachedVerdicts);

  constructor(analyzers: readonly Analyzer[], policy: GatePolicy = defaultGatePolicy) {
    this.#analyzers = analyzers;
    this.#policy = policy;
  }

  /** Never throws; a scan that was cancelled or failed is a block. */
  async scan(subject: GateSubject, signal: AbortSignal): Promise<Verdict> {
    const known = this.#cache.get(subjectHash(subject));
    if (known !== undefined) return known;
    const verdict = await evaluateGate(subject, this.#analyzers, this.#policy, clock, signal);
    this.#cache.put(verdict);
    return verdict;
  }

  /** A whole file as if it were inserted: everything in it is judged. */
  scanFile(language: string, path: string, text: string, signal: AbortSignal): Promise<Verdict> {
    return this.scan({ language, path, before: "", text, after: "" }, signal);
  }
}

export function gateHandlers(service: GateService): Pick<RequestHandlers, "gate.scan"> {
  return {
    "gate.scan": async (subject, { signal }) => ({ ok: true, value: await service.scan(subject, signal) }),
  };
}
