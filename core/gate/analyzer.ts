import type { CancelSignal } from "../base/cancelSignal.ts";
import type { Finding } from "../contract/gate.ts";

/** What an analyzer reads: the whole neighbourhood as it would stand after the accept. */
export interface AnalyzerSubject {
  readonly language: string;
  readonly path: string;
  readonly source: string;
  /** Where the inserted text lies in `source`, UTF-16 units, end exclusive. */
  readonly start: number;
  readonly end: number;
}

/** A finding before the policy has said what follows from it; offsets into the subject's source. */
export interface RawFinding extends Omit<Finding, "analyzer" | "outcome" | "range"> {
  readonly start: number;
  readonly end: number;
}

export interface Analyzer {
  readonly name: string;
  readonly version: string;
  /** False: has nothing to say about this language, and is recorded as not applicable. */
  appliesTo(subject: AnalyzerSubject): boolean;
  /** Throwing, rejecting or answering nonsense is a failure, and a failure blocks. */
  analyze(subject: AnalyzerSubject, signal: CancelSignal): Promise<readonly RawFinding[]>;
}
