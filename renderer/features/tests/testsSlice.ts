import { createStore, type StoreApi } from "zustand/vanilla";
import type { MutationReport, Survivor, TestRun } from "../../../core/contract/run.ts";

export interface MeasuredTarget {
  readonly path: string;
  readonly functionName: string;
  readonly testFile: string;
}

export type TestsState =
  | { readonly kind: "idle" }
  | {
      readonly kind: "running";
      readonly testFile: string;
      /** The last of what was printed. */
      readonly output: string;
      /** performance.now() at the start. */
      readonly since: number;
    }
  | { readonly kind: "ran"; readonly run: TestRun }
  | {
      readonly kind: "measuring";
      readonly target: MeasuredTarget;
      readonly done: number;
      /** 0: not known yet. */
      readonly total: number;
      /** performance.now() when the first change was run. */
      readonly since: number;
    }
  | { readonly kind: "measured"; readonly target: MeasuredTarget; readonly report: MutationReport }
  | { readonly kind: "failed"; readonly what: string; readonly reason: string; readonly again: () => void };

export type TestsStore = StoreApi<TestsState>;

export const createTestsStore = (): TestsStore => createStore<TestsState>(() => ({ kind: "idle" }));

const longestOutput = 64 * 1024;

/** Only the last of it is kept, from a line's beginning. */
export function withOutput(output: string, text: string): string {
  const whole = output + text;
  if (whole.length <= longestOutput) return whole;
  const cut = whole.length - longestOutput;
  return whole.slice(whole.indexOf("\n", cut) + 1);
}

/** "about 12 s left"; undefined while that is a guess: less than a tenth done. */
export function timeLeft(done: number, total: number, elapsedMs: number): string | undefined {
  if (total === 0 || done < Math.max(2, total / 10)) return undefined;
  const seconds = Math.ceil(((elapsedMs / done) * (total - done)) / 1000);
  return seconds > 90 ? `about ${Math.round(seconds / 60)} min left` : `about ${seconds} s left`;
}

/** "85 % of 20 changes were noticed; 3 were not." */
export function scoreSentence({ score, killed, timedOut, survived, errors }: MutationReport): string {
  const judged = killed + timedOut + survived;
  if (judged === 0) return "No change could be judged: each run ended without a result.";
  const unjudged = errors === 0 ? "" : ` ${errors} could not be judged.`;
  const noticed =
    survived === 0
      ? `All ${judged} changes were noticed.`
      : `${Math.round(score * 100)} % of ${judged} changes were noticed; ${survived} ${survived === 1 ? "was" : "were"} not.`;
  return noticed + unjudged;
}

export const survivorKey = ({ line, description }: Survivor): string => `${line}:${description}`;
