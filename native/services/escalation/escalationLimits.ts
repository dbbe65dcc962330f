import { ok, type Result } from "../../../core/base/result.ts";
import type { EscalationUsage } from "../../../core/contract/escalation.ts";
import { type Failure, failureOf } from "../../../core/contract/failure.ts";
import { requestUrls } from "../../../core/escalation/cloudRequest.ts";
import { refusalOf } from "../../../core/policy/escalationPolicy.ts";
import type { EscalationParts } from "./escalationParts.ts";
import { destinationsOf, type Measured, measuredOf, type PendingEscalation } from "./pendingEscalation.ts";
import { verifyApproval } from "./verifyApproval.ts";

const mostRecords = 100_000;

type LimitParts = Pick<EscalationParts, "settings" | "policy" | "ledger" | "now">;

/** What the policy and the day's limits allow: looked up each time, so that a change of either holds at once. */
export class EscalationLimits {
  readonly #parts: LimitParts;

  constructor(parts: LimitParts) {
    this.#parts = parts;
  }

  /** Since midnight, by this machine's clock and time zone. */
  usage(): Result<EscalationUsage, Failure> {
    const midnight = new Date(this.#parts.now()).setHours(0, 0, 0, 0);
    const records = this.#parts.ledger.escalations(mostRecords, midnight);
    if (!records.ok) return records;
    const { bytesPerDay, costPerDay } = this.#parts.policy();
    const [first] = this.#parts.settings()["escalation.providers"];
    return ok({
      requests: records.value.length,
      bytes: records.value.reduce((sum, { bytes }) => sum + bytes, 0),
      cost: records.value.reduce((sum, { answer, mostCost: most = 0 }) => sum + (answer?.cost ?? most), 0),
      ...(bytesPerDay === undefined ? {} : { mostBytes: bytesPerDay }),
      ...(costPerDay === undefined ? {} : { mostCost: costPerDay }),
      currency: first?.currency ?? "USD",
    });
  }

  /** Why nothing may leave at all, or why this request may not; undefined when it may. @param usage read once, for all that is said with it */
  refusal(usage: EscalationUsage, measured?: Measured): string | undefined {
    const { settings, policy } = this.#parts;
    const enabled = settings()["escalation.enabled"];
    if (measured === undefined) return refusalOf(policy(), enabled, undefined, usage);
    const { task, provider, bytes, cost } = measured;
    const urls = [...requestUrls(provider), ...(provider.proxy === undefined ? [] : [provider.proxy])];
    return refusalOf(policy(), enabled, { task, urls, bytes, cost }, usage);
  }

  /** Why a person's approval does not suffice; otherwise the name of the second approver, where one is needed. */
  approval(
    {
      approval,
      secondCode,
    }: { readonly approval: "once" | "session"; readonly secondCode?: string | undefined },
    pending: PendingEscalation,
  ):
    | { readonly refusal: Failure }
    | { readonly refusal: undefined; readonly approvedBy: string | undefined } {
    const { provider, built } = pending;
    const { approvers } = this.#parts.policy();
    const usage = this.usage();
    if (!usage.ok) return { refusal: usage.error };
    const refusal = this.refusal(usage.value, measuredOf(pending));
    if (refusal !== undefined) return { refusal: failureOf("blocked", refusal) };
    if (approval === "session" && !this.sessionApprovals())
      return {
        refusal: failureOf(
          "blocked",
          "The policy wants each request to be looked at. Approve this one alone.",
        ),
      };
    if (approvers.length === 0) return { refusal: undefined, approvedBy: undefined };
    const approvedBy = verifyApproval(
      { destination: destinationsOf(provider), hash: built.hash },
      secondCode ?? "",
      approvers,
    );
    if (approvedBy !== undefined) return { refusal: undefined, approvedBy };
    const names = approvers.map(({ name }) => name).join(" or ");
    return {
      refusal: failureOf(
        "blocked",
        `This is no code of ${names} for this very request. Save it as a file and let one of them run: airlock approve FILE --key THEIR-KEY.pem`,
      ),
    };
  }

  /** Whether all requests of a kind may be approved until Airlock ends. */
  sessionApprovals(): boolean {
    const { approvers, sessionApprovals } = this.#parts.policy();
    return sessionApprovals && approvers.length === 0;
  }
}
