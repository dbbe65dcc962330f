import { readFileSync } from "node:fs";
import { dirname, relative, resolve, sep } from "node:path";
import { text as readAll } from "node:stream/consumers";
import { languageOfPath } from "../../../core/base/languageOfPath.ts";
import type {
  Alternative,
  Answer,
  AskTarget,
  AssistantTask,
  CoverEvidence,
} from "../../../core/contract/assistant.ts";
import { composeAsk } from "../../composeAsk.ts";
import { environmentFor } from "../../services/environment.ts";
import { type ExitCode, printFailure, printJson, printLine, printNote } from "../commandOutput.ts";

export interface AskOptions {
  readonly spec?: string;
  readonly model?: string;
  readonly alternatives: number;
  readonly trace?: string;
  readonly range?: string;
  readonly tests: boolean;
  readonly json: boolean;
}

/** One question without a window. Exit 1 when there is no usable answer: nothing came, or the gate blocked all of it. */
export async function ask(
  task: AssistantTask,
  place: string | undefined,
  options: AskOptions,
): Promise<ExitCode> {
  const folder = process.cwd();
  const target = place === undefined ? undefined : targetAt(place, folder);
  if (target !== undefined && "failure" in target) return printFailure(target.failure);
  const trace = task === "debug" ? await traceOf(options.trace, target === undefined) : undefined;
  if (trace !== undefined && "failure" in trace) return printFailure(trace.failure);
  const root = target?.root ?? folder;
  const assistant = await composeAsk(environmentFor(root, process.env), options.model, printNote);
  if (!assistant.ok) return printFailure(assistant.error);
  const abort = new AbortController();
  process.once("SIGINT", () => abort.abort());
  try {
    const answer = await assistant.value.service.ask(
      {
        task,
        spec: options.spec ?? "",
        ...(target === undefined ? {} : { target: target.value }),
        ...(trace === undefined ? {} : { trace: trace.text }),
        ...(options.range === undefined ? {} : { revisions: options.range }),
        attachments: [],
        without: [],
      },
      { alternatives: options.alternatives, runTests: options.tests },
      () => {},
      abort.signal,
    );
    if (!answer.ok) return printFailure(answer.error);
    if (options.json) printJson(documentOf(answer.value));
    else print(answer.value);
    return isUsable(answer.value) ? 0 : 1;
  } finally {
    assistant.value.dispose();
  }
}

interface Target {
  /** The workspace: the folder that the command runs in, or the file's own when that lies elsewhere. */
  readonly root: string;
  readonly value: AskTarget;
}

/** FILE or FILE:A-B, counted from 1. */
function targetAt(place: string, folder: string): Target | { readonly failure: string } {
  const [, file = place, first, last] = /^(.+?)(?::(\d+)(?:-(\d+))?)?$/.exec(place) ?? [];
  const path = resolve(file);
  let text: string;
  try {
    text = readFileSync(path, "utf8").replaceAll("\r\n", "\n");
  } catch {
    return { failure: `${file} cannot be read. Check its name and that you may read it.` };
  }
  const lineCount = text.split("\n").length;
  const startLine = first === undefined ? 0 : Number(first) - 1;
  const endLine = last === undefined ? (first === undefined ? lineCount - 1 : startLine) : Number(last) - 1;
  if (startLine < 0 || endLine < startLine || endLine >= lineCount)
    return { failure: `${file} has no lines ${first}-${last ?? first}. It has ${lineCount}.` };
  const isInside = path.startsWith(folder + sep);
  const root = isInside ? folder : dirname(path);
  const inside = relative(root, path).replaceAll(sep, "/");
  return { root, value: { path: inside, language: languageOfPath(path), text, startLine, endLine } };
}

/** From --trace, or from what is piped in. */
async function traceOf(
  file: string | undefined,
  isNeeded: boolean,
): Promise<{ readonly text: string } | { readonly failure: string } | undefined> {
  if (file !== undefined) {
    try {
      return { text: readFileSync(file, "utf8") };
    } catch {
      return { failure: `${file} cannot be read. Name a file that holds the traceback.` };
    }
  }
  if (process.stdin.isTTY === true)
    return isNeeded
      ? { failure: "Name a file, or hand over a traceback with --trace FILE or on standard input." }
      : undefined;
  const piped = await readAll(process.stdin);
  if (piped.trim() !== "") return { text: piped };
  return isNeeded
    ? { failure: "Nothing was piped in. Hand over a traceback with --trace FILE or on standard input." }
    : undefined;
}

function documentOf(answer: Answer): unknown {
  return {
    generatedCode: answer.generatedCode,
    explanation: answer.explanation,
    testStubs: answer.testStubs,
    confidence: answer.confidence,
    alternatives: answer.alternatives.map((alternative) => ({
      // A blocked text is named by its findings alone: a script must not be able to insert it by mistake.
      ...(isAcceptable(alternative) ? { code: alternative.code } : {}),
      explanation: alternative.explanation,
      confidence: alternative.confidence,
      gate: alternative.verdict.outcome,
      findings: alternative.verdict.findings,
      tests: {
        status: alternative.tests.status,
        passed: alternative.tests.passed,
        failed: alternative.tests.failed,
        reason: alternative.tests.reason,
      },
      ...(alternative.covers === undefined ? {} : { covers: coversDocument(alternative.covers) }),
      ...(alternative.interrupted ? { interrupted: true } : {}),
    })),
    facts: answer.facts.map(({ title, facts }) => ({
      title,
      facts: facts.map(({ text, place, severity }) => ({
        text,
        ...(place === undefined ? {} : { path: place.path, line: place.line + 1 }),
        ...(severity === undefined ? {} : { severity }),
      })),
    })),
    context: answer.context
      .filter(({ status }) => status === "used")
      .map(({ path, startLine, endLine, why }) => ({
        path,
        ...(startLine === undefined ? {} : { startLine: startLine + 1, endLine: (endLine ?? startLine) + 1 }),
        why,
      })),
    environment: answer.environment,
    model: answer.model,
    prompt: answer.prompt,
    notice: answer.notice,
  };
}

/** Lines are counted from 1 where a person reads them. */
function coversDocument({ reached, told, goals }: CoverEvidence): unknown {
  return { reached, told, goals: goals.map((goal) => ({ ...goal, line: goal.line + 1 })) };
}

function print(answer: Answer): void {
  for (const { title, facts } of answer.facts) {
    printLine(`${title}`);
    for (const { text } of facts) printLine(`  ${text}`);
  }
  for (const [index, alternative] of answer.alternatives.entries()) {
    const { confidence, verdict, types, tests, covers, code, explanation } = alternative;
    const cases = covers === undefined ? "" : `, cases ${covers.reached} of ${covers.told} reached`;
    printLine("");
    printLine(
      `${"ABCDEFGH"[index]}: confidence ${confidence}, gate ${verdict.outcome}, types ${types.status === "notChecked" ? "not checked" : types.status}, tests ${tests.status === "notRun" ? "not run" : tests.status}${cases}`,
    );
    if (!isAcceptable(alternative))
      printNote(alternative.interrupted ? "The model stopped in the middle of it." : verdict.reason);
    else printLine(code === "" ? explanation : code);
  }
  if (answer.notice !== "") printNote(answer.notice);
}

function isAcceptable({ verdict, interrupted }: Alternative): boolean {
  return verdict.outcome !== "block" && !interrupted;
}

/** Facts are an answer too, where words were asked for. */
function isUsable({ alternatives, facts, task }: Answer): boolean {
  if (alternatives.some(isAcceptable)) return true;
  return alternatives.length === 0 && facts.length > 0 && /^(explain|review|tour|debug)$/.test(task);
}
