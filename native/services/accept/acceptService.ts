import type { Verdict } from "../../../core/contract/gate.ts";
import type { RequestParams, RequestResult } from "../../../core/contract/index.ts";
import type { RequestHandlers } from "../../rpc/handlers.ts";
import type { GateService } from "../gate/gateService.ts";
import type { LedgerService } from "../ledger/ledgerService.ts";

type AcceptRequest = RequestParams<"accept.request">;
type AcceptAnswer = RequestResult<"accept.request">;

/** The one way in: judged, recorded on disk, and only then allowed. Any doubt on the way is a refusal with its reason. */
export class AcceptService {
  readonly #gate: Pick<GateService, "scan">;
  readonly #ledger: Pick<LedgerService, "accept">;

  constructor(gate: Pick<GateService, "scan">, ledger: Pick<LedgerService, "accept">) {
    this.#gate = gate;
    this.#ledger = ledger;
  }

  async accept(request: AcceptRequest, signal: AbortSignal): Promise<AcceptAnswer> {
    // The gate answers at once for a subject it has judged; a text edited since has another hash and is judged anew.
    const verdict = await this.#gate.scan(request.subject, signal);
    if (signal.aborted) return { allowed: false, reason: "Cancelled." };
    if (verdict.outcome === "block") return { allowed: false, verdict, reason: verdict.reason };
    const recorded = this.#record(request, verdict);
    if (!recorded.ok) return { allowed: false, verdict, reason: recorded.error.message };
    return { allowed: true, verdict };
  }

  #record(request: AcceptRequest, verdict: Verdict): ReturnType<LedgerService["accept"]> {
    return this.#ledger.accept({
      kind: "accepted",
      suggestionId: request.suggestionId,
      part: request.part,
      completes: request.completes,
      text: request.subject.text,
      subjectHash: verdict.subjectHash,
      gate: verdict.outcome,
      findings: verdict.findings.map(({ ruleId, cwe, outcome }) => ({ ruleId, cwe, outcome })),
    });
  }
}

export function acceptHandlers(service: AcceptService): Pick<RequestHandlers, "accept.request"> {
  return {
    "accept.request": async (params, { signal }) => ({
      ok: true,
      value: await service.accept(params, signal),
    }),
  };
}
