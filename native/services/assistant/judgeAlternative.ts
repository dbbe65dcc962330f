import { answerConfidence } from "../../../core/assistant/answerConfidence.ts";
import { editSize, subjectOfEdit } from "../../../core/assistant/changedSpan.ts";
import { complexityOf } from "../../../core/assistant/complexityOf.ts";
import type {
  Alternative,
  AlternativeOrigin,
  ProposedEdit,
  TestEvidence,
  TypeEvidence,
} from "../../../core/contract/assistant.ts";
import type { CompletionMetrics } from "../../../core/contract/completion.ts";
import type { Verdict } from "../../../core/contract/gate.ts";
import type { TestRun } from "../../../core/contract/run.ts";
import { errorsIn } from "../../../core/syntax/syntaxNode.ts";
import type { AssistantParts } from "./assistantParts.ts";
import { type Covering, coversOf } from "./coveredGoals.ts";
import { readTree } from "./readTree.ts";

export interface Draft {
  readonly id: string;
  readonly code: string;
  readonly explanation: string;
  readonly edit?: ProposedEdit;
  readonly probability: number;
  readonly tokens: number;
  readonly origin: AlternativeOrigin;
  readonly metrics: CompletionMetrics;
  readonly interrupted: boolean;
}

export interface JudgeOptions {
  /** The test file that says something of the edit; undefined when there is none. */
  readonly testFile: string | undefined;
  /** What the tests should reach, where they are what was written. */
  readonly covering?: Covering | undefined;
  readonly runTests: boolean;
  readonly signal: AbortSignal;
  readonly onTesting: () => void;
}

const typeCheckers = new Set(["pyright", "typescript"]);

/** Everything that can be said for and against a text before a person decides. Words alone are judged as words. */
export async function judgeAlternative(
  draft: Draft,
  parts: Pick<AssistantParts, "gate" | "runs" | "parser">,
  options: JudgeOptions,
): Promise<Alternative> {
  const { edit } = draft;
  const verdict = await parts.gate.scan(
    subjectFor(draft),
    options.signal,
    edit === undefined ? "instant" : "thorough",
  );
  const types = (await brokenSyntax(draft, parts.parser)) ?? typesOf(verdict);
  const tests = await testsOf(draft, verdict, parts, options);
  const covers = options.covering && coversOf(options.covering, tests.run);
  const complexity =
    edit === undefined ? 0 : await complexityOf(draft.code, edit.language, edit.path, parts.parser);
  const { level, reasons } = answerConfidence({
    probability: draft.probability,
    tokens: draft.tokens,
    outcome: verdict.outcome,
    complexity,
    types,
    tests,
    interrupted: draft.interrupted,
  });
  return {
    id: draft.id,
    code: draft.code,
    explanation: draft.explanation,
    confidence: level,
    reasons: reasonsFor(draft.origin, reasons),
    probability: draft.probability,
    ...(edit === undefined ? {} : { edit }),
    verdict,
    types,
    tests,
    ...(covers === undefined ? {} : { covers }),
    size: { ...(edit === undefined ? { added: 0, removed: 0 } : editSize(edit)), complexity },
    origin: draft.origin,
    metrics: draft.metrics,
    interrupted: draft.interrupted,
  };
}

function subjectFor({ edit, explanation }: Draft) {
  if (edit !== undefined) return subjectOfEdit(edit);
  return { language: "plaintext", path: "", before: "", text: explanation, after: "" };
}

/** What cannot be read is wrong whatever a type checker makes of it; what was broken before is not this text's fault. */
async function brokenSyntax(
  { edit }: Draft,
  parser: AssistantParts["parser"],
): Promise<TypeEvidence | undefined> {
  if (edit === undefined) return undefined;
  const { path, language, before, after } = edit;
  const now = await readTree({ path, language, text: after }, parser);
  const was = await readTree({ path, language, text: before }, parser);
  const errors = now === undefined ? [] : errorsIn(now.root);
  const [first] = errors;
  if (first === undefined || errors.length <= (was === undefined ? 0 : errorsIn(was.root).length))
    return undefined;
  const line = after.slice(0, first.start).split("\n").length;
  return { status: "errors", reason: `It cannot be read as ${language}: see line ${line}.` };
}

function typesOf({ analyzers, findings }: Verdict): TypeEvidence {
  const ran = analyzers.find(({ analyzer }) => typeCheckers.has(analyzer));
  if (ran === undefined || ran.status !== "ran")
    return { status: "notChecked", reason: ran?.detail ?? "There is no type checker for this language." };
  const errors = findings.filter(({ analyzer }) => typeCheckers.has(analyzer));
  const [first] = errors;
  if (first === undefined) return { status: "clean", reason: `${ran.analyzer} finds no error.` };
  return { status: "errors", reason: first.message };
}

async function testsOf(
  { edit, interrupted }: Draft,
  verdict: Verdict,
  { runs }: Pick<AssistantParts, "runs">,
  { testFile, runTests, covering, signal, onTesting }: JudgeOptions,
): Promise<TestEvidence> {
  if (edit === undefined) return notRun("There is no code to test.");
  if (interrupted) return notRun("The model stopped in the middle of it.");
  if (verdict.outcome === "block") return notRun("What the gate blocks is not run.");
  if (testFile === undefined) return notRun(`No test file is named after ${edit.path}.`);
  if (!runTests) return notRun("Tests were not asked for.");
  const sandbox = runs.sandbox();
  if (!sandbox.ok) return notRun(sandbox.error.message);
  onTesting();
  const ran = await runs.runTests(
    {
      testFile,
      files: [
        ...(covering === undefined ? [] : [{ path: covering.path, text: covering.text }]),
        { path: edit.path, text: edit.after },
      ],
      ...(covering === undefined ? {} : { trace: covering.path }),
    },
    () => {},
    signal,
  );
  return ran.ok ? evidenceOf(ran.value) : notRun(ran.error.message);
}

function evidenceOf(run: TestRun): TestEvidence {
  const count = (...outcomes: readonly string[]): number =>
    run.tests.filter(({ outcome }) => outcomes.includes(outcome)).length;
  return {
    status: run.status,
    reason: run.reason,
    passed: count("passed"),
    failed: count("failed", "error"),
    run,
  };
}

function notRun(reason: string): TestEvidence {
  return { status: "notRun", reason, passed: 0, failed: 0 };
}

/** The first reason tells of the model's tokens, which say something only of what the model wrote as it stands. */
function reasonsFor({ kind }: AlternativeOrigin, [sureness = "", ...others]: readonly string[]): string[] {
  if (kind === "cloud") return ["this model does not say how sure it is", ...others];
  if (kind === "computed") return ["made by a rule, not by a model", ...others];
  if (kind === "merged") return [`put together by you; its least sure part: ${sureness}`, ...others];
  return [sureness, ...others];
}
