import type { Override, Verdict } from "../../../core/contract/gate.ts";
import type { RequestParams, RequestResult } from "../../../core/contract/index.ts";
import { findingHash } from "../../../core/gate/findingHash.ts";
import type { LedgerEvent } from "../../../core/metrics/ledgerEvent.ts";
import type { RequestHandlers } from "../../rpc/handlers.ts";
import type { GateService } from "../gate/gateService.ts";
import type { LedgerService } from "../ledger/ledgerService.ts";

type AcceptRequest = RequestParams<"accept.request">;
type AcceptAnswer = RequestResult<"accept.request">;
type Accepted = Extract<LedgerEvent, { kind: "accepted" }>;

/** The one way in: judged, recorded on disk, and only then allowed. Any doubt on the way is a refusal with its reason. */
export class AcceptService {
  readonly #gate: Pick<GateService, "scan">;
  readonly #ledger: Pick<LedgerService, "accept">;
  readonly #account: string;

  /** @param account the machine's account that the host runs as: an override is signed with it */
  constructor(gate: Pick<GateService, "scan">, ledger: Pick<LedgerService, "accept">, account = "") {
    this.#gate = gate;
    this.#ledger = ledger;
    this.#account = account;
  }

  async accept(request: AcceptRequest, signal: AbortSignal): Promise<AcceptAnswer> {
    // The gate answers at once for a subject it has judged; a text edited since has another hash and is judged anew.
    const verdict = await this.#gate.scan(request.subject, signal, "thorough");
    if (signal.aborted) return { allowed: false, reason: "Cancelled." };
    const overridden = request.override && this.#overrides(verdict, request.override);
    if (verdict.outcome === "block" && overridden === undefined)
      return {
        allowed: false,
        verdict,
        reason:
          request.override === undefined
            ? verdict.reason
            : "What you let through is not what blocks this text now. Look at the findings again.",
      };
    const recorded = this.#record(request, verdict, overridden);
    if (!recorded.ok) return { allowed: false, verdict, reason: recorded.error.message };
    return { allowed: true, verdict };
  }

  /** An override counts only where the policy allows it and where it names everything that blocks. */
  #overrides(verdict: Verdict, { reason, findings }: Override): Accepted["override"] {
    if (verdict.outcome !== "block" || verdict.overridable !== true) return undefined;
    const blocking = verdict.findings
      .filter(({ outcome }) => outcome === "block")
      .map((finding) => findingHash(verdict.subjectHash, finding));
    if (!blocking.every((hash) => findings.includes(hash))) return undefined;
    return { reason, by: this.#account, findings: blocking };
  }

  #record(
    request: AcceptRequest,
    verdict: Verdict,
    override: Accepted["override"],
  ): ReturnType<LedgerService["accept"]> {
    return this.#ledger.accept({
      kind: "accepted",
      suggestionId: request.suggestionId,
      part: request.part,
      completes: request.completes,
      text: request.subject.text,
      subjectHash: verdict.subjectHash,
      gate: verdict.outcome,
      findings: verdict.findings.map(({ ruleId, cwe, outcome }) => ({ ruleId, cwe, outcome })),
      ...(override === undefined ? {} : { override }),
      ...(request.understood === undefined ? {} : { understood: request.understood }),
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
