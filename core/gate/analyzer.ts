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
export interface RawFinding extends Omit<Finding, "analyzer" | "outcome" | "range" | "flow" | "fix"> {
  readonly start: number;
  readonly end: number;
  readonly flow?: readonly { readonly start: number; readonly end: number; readonly message: string }[];
  readonly fix?: {
    readonly description: string;
    readonly edits?: readonly { readonly start: number; readonly end: number; readonly text: string }[];
  };
}

/**
 * instant: quick enough for ghost text, and run on every text. thorough: half a second; ghost text is shown before its
 * answer, an accept waits for it. peer: seconds; run by a scan of whole files, and by an accept where the policy requires it.
 */
export type AnalyzerTier = "instant" | "thorough" | "peer";

export interface Analyzer {
  readonly name: string;
  readonly version: string;
  /** Where it is left out, the analyzer is instant. */
  readonly tier?: AnalyzerTier;
  /** Why it cannot run in this installation, in one sentence that says what to do; undefined when it can. */
  absence?(): string | undefined;
  /** Starts what takes long to start, before a text has to wait for it. */
  warmUp?(): Promise<unknown>;
  /** Workspace-relative paths that changed on disk: what is remembered of them is read again. */
  filesChanged?(paths: readonly string[]): void;
  /** Reads many texts in one go, before each is judged. Never rejects: what failed is said of each text. */
  prepare?(subjects: readonly AnalyzerSubject[], signal: CancelSignal): Promise<void>;
  /** Ends what it has started. */
  dispose?(): void;
  /** False: has nothing to say about this language, and is recorded as not applicable. */
  appliesTo(subject: AnalyzerSubject): boolean;
  /** Throwing, rejecting or answering nonsense is a failure, and a failure blocks. */
  analyze(subject: AnalyzerSubject, signal: CancelSignal): Promise<readonly RawFinding[]>;
}
