import type { Suggestion } from "../../../core/contract/completion.ts";
import type { SignalPayload } from "../../../core/contract/index.ts";

export type UndecidedEnd = "rejected" | "superseded" | "ignored";

export interface ReportPort {
  shown(payload: SignalPayload<"suggestion.shown">): void;
  ended(payload: SignalPayload<"suggestion.ended">): void;
}

export interface ShownWhere {
  readonly path: string;
  readonly language: string;
}

type Stage =
  /** Drawn, but the model still writes: the row waits for the whole text. */
  | { readonly kind: "drawn"; readonly suggestion: Suggestion; readonly where: ShownWhere }
  | { readonly kind: "reported" }
  | { readonly kind: "over" };

const mostRemembered = 500;

/**
 * What the ledger is told of each suggestion, in the order it can take: shown once, when it was really drawn, then one
 * end. Accepts are recorded by the host itself.
 */
export class SuggestionReports {
  readonly #port: ReportPort;
  readonly #stages = new Map<string, Stage>();

  constructor(port: ReportPort) {
    this.#port = port;
  }

  /** It stands on the screen. An unfinished one is reported once it is whole, or when something becomes of it. */
  drawn(suggestion: Suggestion, where: ShownWhere): void {
    const stage = this.#stages.get(suggestion.id);
    if (stage !== undefined && stage.kind !== "drawn") return;
    this.#remember(suggestion.id, { kind: "drawn", suggestion, where });
    if (suggestion.complete) this.#report(suggestion.id);
  }

  /** More of a suggestion came. It counts as shown only if it had been drawn. */
  extended(suggestion: Suggestion): void {
    const stage = this.#stages.get(suggestion.id);
    if (stage?.kind === "drawn") this.drawn(suggestion, stage.where);
  }

  /** Before a part of it is asked for: the ledger accepts only what it saw shown. */
  beforeAccept(suggestionId: string): void {
    this.#report(suggestionId);
  }

  /** The same suggestion once more, under a name of its own where it had ended: the ledger ends each but once. */
  renewed(suggestion: Suggestion, where: ShownWhere): Suggestion {
    const again =
      this.#stages.get(suggestion.id)?.kind === "over"
        ? { ...suggestion, id: crypto.randomUUID() }
        : suggestion;
    this.drawn({ ...again, complete: true }, where);
    this.#report(again.id);
    return again;
  }

  /** The host recorded that its last part was taken. */
  accepted(suggestionId: string): void {
    this.#remember(suggestionId, { kind: "over" });
  }

  /** What was never drawn has no end either. */
  ended(suggestionId: string, end: UndecidedEnd): void {
    this.#report(suggestionId);
    if (this.#stages.get(suggestionId)?.kind !== "reported") return;
    this.#remember(suggestionId, { kind: "over" });
    this.#port.ended({ suggestionId, end });
  }

  #report(suggestionId: string): void {
    const stage = this.#stages.get(suggestionId);
    if (stage?.kind !== "drawn") return;
    this.#remember(suggestionId, { kind: "reported" });
    const { id, text, confidence, probability, verdict, metrics } = stage.suggestion;
    this.#port.shown({
      shown: {
        suggestionId: id,
        task: "complete",
        path: stage.where.path,
        language: stage.where.language,
        text,
        confidence,
        probability,
        gate: verdict.outcome,
        findings: verdict.findings.map(({ ruleId, cwe, outcome }) => ({ ruleId, cwe, outcome })),
        metrics,
      },
    });
  }

  #remember(suggestionId: string, stage: Stage): void {
    this.#stages.delete(suggestionId);
    this.#stages.set(suggestionId, stage);
    for (const [id, { kind }] of this.#stages) {
      if (this.#stages.size <= mostRemembered) break;
      if (kind === "over") this.#stages.delete(id);
    }
  }
}
