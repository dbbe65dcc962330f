import { z } from "zod";
import { languageId, range, sha256 } from "./common.ts";
import { request } from "./define.ts";

export const severity = z.enum(["info", "low", "medium", "high", "critical"]);
export type Severity = z.infer<typeof severity>;

/** In rising strictness: the most restrictive wins. */
export const gateOutcome = z.enum(["pass", "warn", "block"]);
export type GateOutcome = z.infer<typeof gateOutcome>;

/** One place on a value's way through the code; zero-based, as the finding's own range. */
const flowStep = z.object({ range, message: z.string() });

/** One change of a fix, in the text as it would be after the accept. */
const textEdit = z.object({ range, text: z.string() });

const licenceMatch = z.object({
  package: z.string(),
  file: z.string(),
  /** SPDX identifier. */
  licence: z.string(),
  /** Share of the text's own fingerprints that stand in that file, 0–1. */
  overlap: z.number().min(0).max(1),
});

export const finding = z.object({
  ruleId: z.string(),
  analyzer: z.string(),
  cwe: z.array(z.int()),
  severity,
  outcome: gateOutcome,
  /** In the text as it would be after the accept; zero-based. */
  range,
  /** One sentence that names what is wrong here. */
  message: z.string(),
  /** What an attacker does with it, for a person who has never met it. */
  explanation: z.string().optional(),
  fix: z.object({ description: z.string(), edits: z.array(textEdit).optional() }).optional(),
  /** How the value comes here: from where it enters the code to where it does harm. */
  flow: z.array(flowStep).optional(),
  /** Other analyzers that say the same of the same lines. */
  alsoFoundBy: z.array(z.string()).optional(),
  /** Whose code this resembles. */
  licence: licenceMatch.optional(),
});
export type Finding = z.infer<typeof finding>;

/** What is judged: `text`, standing between `before` and `after` in the file once accepted. */
export const gateSubject = z.object({
  language: languageId,
  /** Workspace-relative; "" when the text has no file yet. */
  path: z.string(),
  before: z.string(),
  text: z.string(),
  after: z.string(),
});
export type GateSubject = z.infer<typeof gateSubject>;

export const analyzerRun = z.object({
  analyzer: z.string(),
  version: z.string(),
  status: z.enum(["ran", "failed", "notApplicable", "absent"]),
  detail: z.string().optional(),
  milliseconds: z.number(),
});
export type AnalyzerRun = z.infer<typeof analyzerRun>;

export const verdict = z.object({
  outcome: gateOutcome,
  /** sha256 over the subject (see core/gate/subjectHash): a verdict holds for that text in that place alone. */
  subjectHash: sha256,
  findings: z.array(finding),
  analyzers: z.array(analyzerRun),
  /** Why it is what it is, in one sentence. */
  reason: z.string(),
  /** Whether this person may let the text through with a reason; only where it is blocked by findings. */
  overridable: z.boolean().optional(),
  milliseconds: z.number(),
});
export type Verdict = z.infer<typeof verdict>;

/**
 * How far a scan goes: what ghost text is held to, what an accept is held to, every tool there is; or, for a tree of files,
 * all but the type checks, which take half a second a file.
 */
export const scanReach = z.enum(["instant", "thorough", "peer", "tree"]);
export type ScanReach = z.infer<typeof scanReach>;

/** A person's word that a blocked text may pass. It holds for the named findings of one text alone. */
export const override = z.object({
  reason: z.string().trim().min(10, "Give a reason of at least ten characters.").max(2000),
  /** findingHash of every finding that blocks. */
  findings: z.array(sha256).min(1),
});
export type Override = z.infer<typeof override>;

export const gateRequests = {
  "gate.scan": request(gateSubject.extend({ reach: scanReach.optional() }), verdict),
};
