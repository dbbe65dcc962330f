import type { Disposable } from "../../../core/base/disposable.ts";
import type { Alternative, Answer } from "../../../core/contract/assistant.ts";
import type { HostConnection } from "../../transport/hostConnection.ts";

/**
 * What the ledger is told of alternatives. A row of it ends once: one that comes back after its page was closed, after it
 * was dismissed, or accepted and taken back, is shown once more under another name.
 */
export class SuggestionRows implements Disposable {
  readonly #host: HostConnection;
  /** What the ledger calls those it was told of, by turn and alternative. */
  readonly #names = new Map<string, string>();
  readonly #ended = new Set<string>();
  readonly #reconnected: Disposable;

  constructor(host: HostConnection) {
    this.#host = host;
    // The host takes a page that was gone for one that ignored what it showed.
    this.#reconnected = host.onDidReconnect(() => {
      for (const key of this.#names.keys()) this.#ended.add(key);
      this.#names.clear();
    });
  }

  /** @returns what the ledger calls it. `wasShown`: by a page before this one. */
  shown(turnId: string, { task, prompt }: Answer, alternative: Alternative, wasShown: boolean): string {
    const { id, edit, code, confidence, probability, verdict, metrics } = alternative;
    const key = keyOf(turnId, id);
    const known = this.#names.get(key);
    if (edit === undefined || known !== undefined) return known ?? id;
    const suggestionId = wasShown || this.#ended.has(key) ? crypto.randomUUID() : id;
    this.#names.set(key, suggestionId);
    this.#host.signal("suggestion.shown", {
      shown: {
        suggestionId,
        task: task === "tour" ? "explain" : task,
        path: edit.path,
        language: edit.language,
        text: code,
        confidence,
        probability,
        gate: verdict.outcome,
        findings: verdict.findings.map(({ ruleId, cwe, outcome }) => ({ ruleId, cwe, outcome })),
        metrics,
        ...(prompt === undefined
          ? {}
          : { prompt: { name: prompt.name, version: prompt.version, source: prompt.source } }),
      },
    });
    return suggestionId;
  }

  rejected(turnId: string, id: string): void {
    const suggestionId = this.#names.get(keyOf(turnId, id));
    if (suggestionId === undefined) return;
    this.#host.signal("suggestion.ended", { suggestionId, end: "rejected" });
    this.ended(turnId, id);
  }

  /** Its row says how it ended: nothing more can be added to it. */
  ended(turnId: string, id: string): void {
    this.#names.delete(keyOf(turnId, id));
    this.#ended.add(keyOf(turnId, id));
  }

  dispose(): void {
    this.#reconnected.dispose();
  }
}

function keyOf(turnId: string, id: string): string {
  return `${turnId} ${id}`;
}
