import type { CancelSignal } from "../../base/cancelSignal.ts";
import type { Analyzer, AnalyzerSubject, RawFinding } from "../analyzer.ts";
import type { PeerAnswer } from "./peerReport.ts";

/** An analyzer that reads many texts in one go, since its program takes longer to start than to read. */
export interface BatchAnalyzer extends Analyzer {
  /** One answer for each subject, in their order; rejects where the program as a whole failed. */
  analyzeAll(subjects: readonly AnalyzerSubject[], signal: CancelSignal): Promise<readonly PeerAnswer[]>;
}

/** A peer that has read the files of a scan beforehand; what it has not read beforehand it reads when it is asked. */
export class PreparedPeer implements Analyzer {
  readonly name: string;
  readonly tier = "peer";
  readonly #peer: BatchAnalyzer;
  readonly #answers = new Map<string, PeerAnswer>();

  constructor(peer: BatchAnalyzer) {
    this.name = peer.name;
    this.#peer = peer;
  }

  get version(): string {
    return this.#peer.version;
  }

  absence(): string | undefined {
    return this.#peer.absence?.();
  }

  appliesTo(subject: AnalyzerSubject): boolean {
    return this.#peer.appliesTo(subject);
  }

  async prepare(subjects: readonly AnalyzerSubject[], signal: CancelSignal): Promise<void> {
    if (this.absence() !== undefined) return;
    const asked = subjects.filter((subject) => this.appliesTo(subject));
    if (asked.length === 0) return;
    try {
      const answers = await this.#peer.analyzeAll(asked, signal);
      for (const [index, subject] of asked.entries()) {
        const answer = answers[index];
        if (answer !== undefined) this.#answers.set(keyOf(subject), answer);
      }
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      for (const subject of asked) this.#answers.set(keyOf(subject), { kind: "failed", reason });
    }
  }

  async analyze(subject: AnalyzerSubject, signal: CancelSignal): Promise<readonly RawFinding[]> {
    const known = this.#answers.get(keyOf(subject));
    if (known === undefined) return this.#peer.analyze(subject, signal);
    if (known.kind === "failed") throw new Error(known.reason);
    return known.findings;
  }
}

const keyOf = ({ language, path, source }: AnalyzerSubject): string =>
  `${language}\0${path.slice(path.lastIndexOf(".") + 1)}\0${source}`;
