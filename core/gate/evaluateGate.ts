import { z } from "zod";
import type { CancelSignal } from "../base/cancelSignal.ts";
import {
  type AnalyzerRun,
  type Finding,
  finding as findingSchema,
  type GateSubject,
  type Verdict,
} from "../contract/gate.ts";
import type { Analyzer, AnalyzerSubject, RawFinding } from "./analyzer.ts";
import { mergeVerdict } from "./mergeVerdict.ts";
import { type Neighbourhood, neighbourhoodOf } from "./neighbourhood.ts";
import { mergePeers } from "./peers/mergePeers.ts";
import { type GatePolicy, outcomeOf } from "./policy.ts";
import { subjectHash } from "./subjectHash.ts";

/** What core cannot have by itself: a clock in milliseconds, and a way to be woken. */
export interface GateClock {
  now(): number;
  /** Calls `wake` after `milliseconds`, unless the answer is called first. */
  after(milliseconds: number, wake: () => void): () => void;
}

const span = { start: z.int().nonnegative(), end: z.int().nonnegative() };
const rawFinding = findingSchema.omit({ analyzer: true, outcome: true, range: true }).extend({
  ...span,
  flow: z.array(z.object({ ...span, message: z.string() })).optional(),
  fix: z
    .object({
      description: z.string(),
      edits: z.array(z.object({ ...span, text: z.string() })).optional(),
    })
    .optional(),
});
const rawFindings = z.array(rawFinding).max(10_000);

/**
 * Judges a text in its place. Never throws and never passes what was not looked at: too long, an analyzer that threw,
 * took too long or answered nonsense, or a cancelled scan is a block with its reason.
 */
export async function evaluateGate(
  subject: GateSubject,
  analyzers: readonly Analyzer[],
  policy: GatePolicy,
  clock: GateClock,
  signal: CancelSignal,
): Promise<Verdict> {
  const started = clock.now();
  if (subject.text.length > policy.longestText)
    return {
      outcome: "block",
      subjectHash: subjectHash(subject),
      findings: [],
      analyzers: [],
      reason: `The text is longer than the gate reads (${subject.text.length} characters, at most ${policy.longestText}). Insert it in smaller pieces.`,
      milliseconds: clock.now() - started,
    };
  if (policy.problem !== undefined)
    return {
      outcome: "block",
      subjectHash: subjectHash(subject),
      findings: [],
      analyzers: [],
      reason: policy.problem,
      milliseconds: clock.now() - started,
    };
  const place = neighbourhoodOf(subject);
  const outcomes = await Promise.all(
    analyzers.map((analyzer) => runOne(analyzer, place, policy, clock, signal)),
  );
  const peers = new Set(analyzers.filter(({ tier }) => tier === "peer").map(({ name }) => name));
  const findings = mergePeers(
    outcomes.flatMap((one) => one.findings),
    peers,
  ).toSorted(byPlace);
  const runs = outcomes.map((one) => one.run);
  return {
    ...mergeVerdict(findings, runs, policy.requires),
    subjectHash: subjectHash(subject),
    findings,
    analyzers: runs,
    milliseconds: clock.now() - started,
  };
}

interface AnalyzerOutcome {
  readonly run: AnalyzerRun;
  readonly findings: readonly Finding[];
}

async function runOne(
  analyzer: Analyzer,
  place: Neighbourhood,
  policy: GatePolicy,
  clock: GateClock,
  signal: CancelSignal,
): Promise<AnalyzerOutcome> {
  const started = clock.now();
  const ended = (status: AnalyzerRun["status"], detail?: string): AnalyzerRun => ({
    analyzer: analyzer.name,
    version: analyzer.version,
    status,
    ...(detail === undefined ? {} : { detail }),
    milliseconds: clock.now() - started,
  });
  const placed = <T extends { readonly start: number; readonly end: number }>({
    start,
    end,
    ...rest
  }: T) => ({
    ...rest,
    range: place.rangeOf(start, end),
  });
  try {
    if (!analyzer.appliesTo(place.subject)) return { run: ended("notApplicable"), findings: [] };
    const absence = analyzer.absence?.();
    if (absence !== undefined) return { run: ended("absent", absence), findings: [] };
    const answer = await bounded(analyzer, place.subject, policy, clock, signal);
    const parsed = rawFindings.safeParse(answer);
    if (!parsed.success) return { run: ended("failed", "its answer could not be read"), findings: [] };
    const findings = parsed.data
      .filter((raw) => touches(raw, place.subject))
      .map(
        ({ start, end, flow, fix, ...raw }): Finding => ({
          ...raw,
          analyzer: analyzer.name,
          outcome: outcomeOf(policy, raw),
          range: place.rangeOf(start, end),
          ...(flow === undefined ? {} : { flow: flow.map(placed) }),
          ...(fix === undefined
            ? {}
            : {
                fix: {
                  description: fix.description,
                  ...(fix.edits === undefined ? {} : { edits: fix.edits.map(placed) }),
                },
              }),
        }),
      );
    return { run: ended("ran"), findings };
  } catch (error) {
    return { run: ended("failed", error instanceof Error ? error.message : String(error)), findings: [] };
  }
}

/**
 * Only what the inserted text takes part in is its fault: a finding that lies wholly in the file as it was is not, one
 * that the text completes across its border is, and so is one whose value goes through the text.
 */
function touches(found: z.infer<typeof rawFinding>, subject: AnalyzerSubject): boolean {
  return [found, ...(found.flow ?? [])].some(({ start, end }) => start < subject.end && end > subject.start);
}

function bounded(
  analyzer: Analyzer,
  subject: AnalyzerSubject,
  policy: GatePolicy,
  clock: GateClock,
  signal: CancelSignal,
): Promise<readonly RawFinding[]> {
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(new Error("cancelled"));
    if (signal.aborted) return onAbort();
    const limit = timeLimit(analyzer, policy);
    const stopClock = clock.after(limit, () => reject(new Error(`no answer within ${limit} ms`)));
    signal.addEventListener("abort", onAbort, { once: true });
    analyzer
      .analyze(subject, signal)
      .then(resolve, reject)
      .finally(() => {
        stopClock();
        signal.removeEventListener("abort", onAbort);
      });
  });
}

function timeLimit({ tier = "instant" }: Analyzer, policy: GatePolicy): number {
  if (tier === "peer") return policy.peerTimeoutMs;
  return tier === "thorough" ? policy.thoroughTimeoutMs : policy.analyzerTimeoutMs;
}

function byPlace(left: Finding, right: Finding): number {
  return left.range.start.line - right.range.start.line || left.range.start.column - right.range.start.column;
}
