import { z } from "zod";
import { languageId, sha256, workspacePath } from "./common.ts";
import { completionMetrics, confidence } from "./completion.ts";
import { request } from "./define.ts";
import { severity, verdict } from "./gate.ts";
import { testRun } from "./run.ts";

export const assistantTask = z.enum([
  "complete",
  "generate",
  "explain",
  "debug",
  "tests",
  "refactor",
  "review",
  "tour",
]);
export type AssistantTask = z.infer<typeof assistantTask>;

const largestText = 4 * 1024 * 1024;

/** What a question points at: lines of a file as the editor shows it. Zero-based, both inclusive. */
export const askTarget = z.object({
  path: workspacePath,
  language: languageId,
  text: z.string().max(largestText),
  startLine: z.int().nonnegative(),
  endLine: z.int().nonnegative(),
});
export type AskTarget = z.infer<typeof askTarget>;

/** Where a piece of context comes from; the first ones a person adds by hand. */
export const contextOrigin = z.enum([
  "selection",
  "file",
  "symbol",
  "terminal",
  "problems",
  "gitDiff",
  "traceback",
  "definition",
  "reference",
  "test",
  "example",
  "retrieved",
]);
export type ContextOrigin = z.infer<typeof contextOrigin>;

/** Something a person wants the model to see. What has no `text` is read from the workspace. */
export const attachment = z.object({
  origin: contextOrigin,
  path: workspacePath.optional(),
  /** Zero-based, both inclusive. */
  startLine: z.int().nonnegative().optional(),
  endLine: z.int().nonnegative().optional(),
  symbol: z.string().max(512).optional(),
  text: z.string().max(largestText).optional(),
});
export type Attachment = z.infer<typeof attachment>;

export const contextPiece = z.object({
  /** The same for the same place and text, so that what was removed stays removed in the next question. */
  id: z.string().max(200),
  origin: contextOrigin,
  path: z.string().optional(),
  /** Zero-based, both inclusive. */
  startLine: z.int().optional(),
  endLine: z.int().optional(),
  symbol: z.string().optional(),
  text: z.string(),
  /** Estimated before the model has read it. */
  tokens: z.int(),
  /** Why it is here, in one sentence. */
  why: z.string(),
  /** Cut: it did not fit any more, by its rank. Removed: a person took it out. */
  status: z.enum(["used", "cut", "removed"]),
});
export type ContextPiece = z.infer<typeof contextPiece>;

export const contextBudget = z.object({
  /** What the model can read at once, and what of it is kept for the answer, tokens. */
  contextTokens: z.int(),
  answerTokens: z.int(),
  /** What question, code and pieces take of it. */
  usedTokens: z.int(),
});
export type ContextBudget = z.infer<typeof contextBudget>;

/** A place in the workspace; zero-based. */
export const factPlace = z.object({ path: z.string(), line: z.int(), endLine: z.int().optional() });

/** Something known without a model. */
export const fact = z.object({
  text: z.string(),
  place: factPlace.optional(),
  tone: z.enum(["plain", "warn", "bad", "good"]).optional(),
  severity: severity.optional(),
});
export type Fact = z.infer<typeof fact>;

export const factGroup = z.object({ title: z.string(), facts: z.array(fact).readonly() });
export type FactGroup = z.infer<typeof factGroup>;

/** Whole texts, so that what is shown is what would stand there. */
export const proposedEdit = z.object({
  path: z.string(),
  language: languageId,
  before: z.string(),
  after: z.string(),
  isNewFile: z.boolean(),
});
export type ProposedEdit = z.infer<typeof proposedEdit>;

export const testEvidence = z.object({
  status: z.enum(["passed", "failed", "stopped", "notRun"]),
  /** One sentence. */
  reason: z.string(),
  passed: z.int(),
  failed: z.int(),
  /** The whole run, where there was one. */
  run: testRun.optional(),
});
export type TestEvidence = z.infer<typeof testEvidence>;

export const typeEvidence = z.object({
  status: z.enum(["clean", "errors", "notChecked"]),
  reason: z.string(),
});
export type TypeEvidence = z.infer<typeof typeEvidence>;

/** Which of the cases of a function its tests have reached, as far as the lines that ran can tell. */
export const coverEvidence = z.object({
  reached: z.int(),
  /** Of how many it can be told. */
  told: z.int(),
  goals: z.array(
    z.object({
      /** "when `amount > 100` holds" */
      description: z.string(),
      /** In the function's file; zero-based. */
      line: z.int(),
      reached: z.enum(["yes", "no", "notTold"]),
    }),
  ),
});
export type CoverEvidence = z.infer<typeof coverEvidence>;

export const alternativeOrigin = z.object({
  kind: z.enum(["local", "cloud", "merged", "computed"]),
  model: z.string(),
  seed: z.int().optional(),
  temperature: z.number().optional(),
  /** Of a merged one, what it was merged from. */
  from: z.array(z.string()).optional(),
});
export type AlternativeOrigin = z.infer<typeof alternativeOrigin>;

export const alternative = z.object({
  /** The suggestion's identifier in the ledger. */
  id: z.string().max(64),
  code: z.string(),
  explanation: z.string(),
  confidence,
  /** What made it so. */
  reasons: z.array(z.string()),
  probability: z.number(),
  /** Absent where only words were asked for. */
  edit: proposedEdit.optional(),
  verdict,
  types: typeEvidence,
  tests: testEvidence,
  /** Of tests that were run, where their lines were measured. */
  covers: coverEvidence.optional(),
  size: z.object({ added: z.int(), removed: z.int(), complexity: z.int() }),
  origin: alternativeOrigin,
  /** What the ledger keeps of how it came about. */
  metrics: completionMetrics,
  /** The model stopped in the middle of it: it is shown and cannot be accepted. */
  interrupted: z.boolean(),
});
export type Alternative = z.infer<typeof alternative>;

export const promptUsed = z.object({
  /** "explain.infill" */
  name: z.string(),
  version: z.string(),
  /** A workspace may keep its own in .airlock/prompts. */
  source: z.enum(["bundled", "workspace"]),
  /** Of what the model was given, as a whole. */
  hash: sha256,
});

export const answerForm = z.enum(["chat", "infill", "computed"]);

export const answer = z.object({
  task: assistantTask,
  form: answerForm,
  /** Of the first alternative. */
  generatedCode: z.string(),
  explanation: z.string(),
  /** Tests still to be written, as a file that runs and fails until they are. */
  testStubs: z.string(),
  confidence,
  alternatives: z.array(alternative),
  facts: z.array(factGroup),
  context: z.array(contextPiece),
  budget: contextBudget,
  /** "Python 3.11, pandas 2.2, pytest 8"; empty when nothing is known. */
  environment: z.string(),
  model: z.object({ id: z.string(), name: z.string(), sha256 }).optional(),
  prompt: promptUsed.optional(),
  /** Why fewer alternatives came than were asked for; empty otherwise. */
  notice: z.string(),
  milliseconds: z.number(),
});
export type Answer = z.infer<typeof answer>;

export const question = z.object({
  task: assistantTask,
  /** What is wanted, in a person's words. */
  spec: z.string().max(20_000),
  target: askTarget.optional(),
  /** A traceback, or output that holds one. */
  trace: z.string().max(1_000_000).optional(),
  /** "A..B", for a review of commits. */
  revisions: z.string().max(200).optional(),
  attachments: z.array(attachment).max(64),
  /** Identifiers of pieces that a person took out. */
  without: z.array(z.string().max(200)).max(256),
});
export type Question = z.infer<typeof question>;

export const askProgress = z.object({
  askId: z.string().max(64),
  stage: z.enum(["gathering", "reading", "writing", "judging", "testing"]),
  /** What is written so far, one for each alternative; only while writing. */
  texts: z.array(z.string()).optional(),
});
export type AskProgress = z.infer<typeof askProgress>;

export const assistantRequests = {
  /** What a question would be asked with, before it is asked. */
  "assistant.context": request(
    question,
    z.object({ pieces: z.array(contextPiece), budget: contextBudget, environment: z.string() }),
  ),
  /** Streams `assistant.didProgress` under `askId`. Cancel the request to stop the model. */
  "assistant.ask": request(
    question.extend({
      askId: z.string().max(64),
      alternatives: z.int().min(1).max(3),
      runTests: z.boolean(),
    }),
    answer,
  ),
  /** Evidence for a text that was put together from alternatives by hand. */
  "assistant.judge": request(
    z.object({
      task: assistantTask,
      edit: proposedEdit,
      from: z.array(z.string().max(64)).max(8),
      /** Of the first one it was put together from. */
      metrics: completionMetrics,
      runTests: z.boolean(),
    }),
    alternative,
  ),
};

export const assistantEvents = { "assistant.didProgress": askProgress };
