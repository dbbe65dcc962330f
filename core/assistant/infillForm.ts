import type { AskTarget, AssistantTask } from "../contract/assistant.ts";
import type { TestRunnerName } from "../contract/run.ts";
import { commentOf } from "../prompt/commentOf.ts";
import { indented, indentOf, linesBetween, linesOf } from "./textLines.ts";

/** What stands around the lines that are asked about; zero-based, both inclusive. */
export interface Definition {
  readonly name: string;
  readonly kind: "function" | "method" | "class";
  readonly startLine: number;
  readonly endLine: number;
  readonly bodyStartLine: number;
}

export interface CoverageCase {
  /** "when `amount > 100` holds" */
  readonly description: string;
  /** "amount_over_100" */
  readonly name: string;
}

export interface FormInput {
  readonly task: AssistantTask;
  readonly target: AskTarget;
  readonly spec: string;
  readonly definition: Definition | undefined;
  /** What failed, in one line: "KeyError: 'total'". */
  readonly error?: string;
  /** Zero-based line of the target file at which it failed. */
  readonly failingLine?: number;
}

/** Where a model that only fills gaps is asked to write, and what becomes of what it writes. */
export interface InfillForm {
  /** The file above the gap. */
  readonly before: string;
  /** What the model is told in a comment, for it alone; whole lines. */
  readonly hint: string;
  /** What the code begins with: the model goes on from its end. */
  readonly lead: string;
  /** What stands between the gap and the rest of the file, kept in the code. */
  readonly tail: string;
  readonly after: string;
  /** Lines of the file that lead, gap and tail replace; the end is exclusive. */
  readonly replaced: { readonly start: number; readonly end: number };
  /** Words end where this begins. */
  readonly until?: string;
  readonly maxLines: number;
}

const longestBody = 40;

/** The gap of a task in the target's file. "tests" has a file of its own: see testForm. */
export function infillForm(input: FormInput): InfillForm {
  switch (input.task) {
    case "explain":
    case "tour":
    case "review":
      return explainForm(input);
    case "debug":
      return debugForm(input);
    case "refactor":
      return refactorForm(input);
    case "generate":
    case "tests":
      return generateForm(input);
    case "complete":
      return completeForm(input);
  }
}

function completeForm({ target }: FormInput): InfillForm {
  const lines = linesOf(target.text);
  const at = Math.min(target.endLine, lines.length - 1);
  const lead = lines[at] ?? "";
  return {
    before: linesBetween(lines, 0, at),
    hint: "",
    lead,
    tail: "",
    after: linesBetween(lines, at + 1, lines.length),
    replaced: { start: at, end: at + 1 },
    maxLines: longestBody,
  };
}

function generateForm(input: FormInput): InfillForm {
  const { target, definition, spec } = input;
  const lines = linesOf(target.text);
  const { language } = target;
  if (definition !== undefined && isStub(lines, definition)) return bodyForm(input, definition, "");
  const selection = lines.slice(target.startLine, target.endLine + 1);
  const isBlank = selection.every((line) => line.trim() === "");
  // Below what is selected, so that nothing of it is lost.
  const start = isBlank ? target.startLine : target.endLine + 1;
  const end = isBlank ? target.endLine + 1 : start;
  const indent = indentHere(lines, start, selection[0] ?? "");
  const { lead, words } = beginning(spec, language, indent, isInside(lines, start, indent));
  return {
    before: linesBetween(lines, 0, start),
    hint: indented(commented(words, language), indent),
    lead,
    tail: "",
    after: linesBetween(lines, end, lines.length),
    replaced: { start, end },
    maxLines: longestBody,
  };
}

function refactorForm(input: FormInput): InfillForm {
  const { target, definition } = input;
  const lines = linesOf(target.text);
  if (definition !== undefined && definition.kind !== "class")
    return bodyForm(input, definition, "Rewritten");
  const indent = indentOf(lines[target.startLine] ?? "");
  return {
    before: linesBetween(lines, 0, target.startLine),
    hint: indented(commented(`Rewritten: ${oneLine(input.spec)}`, target.language), indent),
    lead: indent,
    tail: "",
    after: linesBetween(lines, target.endLine + 1, lines.length),
    replaced: { start: target.startLine, end: target.endLine + 1 },
    maxLines: longestBody,
  };
}

/** The head of a function stays; its body is written anew. */
function bodyForm({ target, spec }: FormInput, definition: Definition, how: string): InfillForm {
  const lines = linesOf(target.text);
  const { startLine, bodyStartLine, endLine } = definition;
  const head = linesBetween(lines, startLine, firstCodeLine(lines, definition));
  const bodyIndent = indentOf(lines[bodyStartLine] ?? "") || `${indentOf(lines[startLine] ?? "")}    `;
  const words = [how, oneLine(spec)].filter((part) => part !== "").join(": ");
  const closes = /^\s*\}/.test(lines[endLine] ?? "");
  return {
    before: linesBetween(lines, 0, startLine),
    hint: words === "" ? "" : indented(commented(words, target.language), indentOf(lines[startLine] ?? "")),
    lead: `${head}${bodyIndent}`,
    tail: closes ? `\n${lines[endLine]}` : "",
    after: linesBetween(lines, endLine + 1, lines.length),
    replaced: { start: startLine, end: endLine + 1 },
    maxLines: longestBody,
  };
}

function explainForm({ target, definition }: FormInput): InfillForm {
  const lines = linesOf(target.text);
  const start = definition?.startLine ?? target.startLine;
  const end = (definition?.endLine ?? target.endLine) + 1;
  const indent = indentOf(lines[start] ?? "");
  const shared = { before: linesBetween(lines, 0, start), hint: "", replaced: { start, end }, maxLines: 6 };
  const after = linesBetween(lines, end, lines.length);
  if (target.language === "python" && definition !== undefined) {
    const bodyIndent = indentOf(lines[definition.bodyStartLine] ?? "");
    const body = linesBetween(lines, firstCodeLine(lines, definition), end);
    return {
      ...shared,
      lead: `${linesBetween(lines, start, definition.bodyStartLine)}${bodyIndent}"""`,
      tail: `"""\n${body}`,
      until: '"""',
      after,
    };
  }
  const code = linesBetween(lines, start, end);
  if (commentOf(target.language) === "//")
    return {
      ...shared,
      lead: `${indent}/**\n${indent} * `,
      tail: `\n${indent} */\n${code}`,
      until: "*/",
      after,
    };
  const comment = commentOf(target.language);
  return { ...shared, lead: `${indent}${comment} `, tail: `\n${code}`, until: "\n", after };
}

function debugForm({ target, spec, error = spec, failingLine }: FormInput): InfillForm {
  const lines = linesOf(target.text);
  const at = Math.min(failingLine ?? target.startLine, lines.length - 1);
  const indent = indentOf(lines[at] ?? "");
  const was = (lines[at] ?? "").trim();
  const hint = `${was}\nThe line above failed: ${oneLine(error)}. Corrected:`;
  // Begun as it was: a line of code is asked for, not another comment.
  const begun =
    /^(?:return|raise|throw|if|elif|for|while|with|await|const|let|var)\b *|^[\w$.]+/.exec(was)?.[0] ?? "";
  return {
    before: linesBetween(lines, 0, at),
    hint: indented(commented(hint, target.language), indent),
    lead: indent + begun,
    tail: "",
    after: linesBetween(lines, at + 1, lines.length),
    replaced: { start: at, end: at + 1 },
    maxLines: 4,
  };
}

/** A test for each case, begun as far as can be known: name, purpose and the beginning of the assertion. */
export function testForm(input: {
  readonly language: string;
  /** The test file up to where tests are added, and what stays below. */
  readonly above: string;
  readonly below: string;
  readonly functionName: string;
  readonly runner: TestRunnerName;
  readonly testCase: CoverageCase;
  /** The tests that were added before it stand in the same class. */
  readonly isFirst: boolean;
}): InfillForm {
  const { lead, tail } = input.language === "python" ? pythonTest(input) : scriptTest(input);
  const end = linesOf(input.above).length;
  return {
    before: input.above,
    hint: "",
    lead,
    tail,
    after: input.below,
    replaced: { start: end - 1, end },
    maxLines: 3,
  };
}

type TestInput = Parameters<typeof testForm>[0];

/** In the class that the file ends with, where there is one; pytest takes a function. */
function pythonTest({ above, functionName, runner, testCase, isFirst }: TestInput) {
  const name = `test_${functionName.replaceAll(/\W+/g, "_")}_${testCase.name}`;
  const called = functionName.includes(".") ? "" : `${functionName}(`;
  const last = linesOf(above).findLast((line) => /^\S/.test(line)) ?? "";
  const inClass = /^class \w+\(.*TestCase\)/.test(last);
  if (!inClass && runner !== "unittest")
    return { lead: `\n\ndef ${name}():\n    # ${testCase.description}\n    assert ${called}`, tail: "" };
  const lead = `${isFirst ? "" : "\n"}\n    def ${name}(self):\n        # ${testCase.description}\n        self.assertEqual(${called}`;
  const ownClass = `\n\nclass ${capitalized(functionName)}Test(unittest.TestCase):`;
  return { lead: inClass || !isFirst ? lead : ownClass + lead, tail: "" };
}

/** "largest_order" → "LargestOrder" */
function capitalized(name: string): string {
  const words = name.split(/[^A-Za-z0-9]+/).filter((word) => word !== "");
  return words.map((word) => word.slice(0, 1).toUpperCase() + word.slice(1)).join("");
}

function scriptTest({ functionName, runner, testCase }: TestInput) {
  const expects = runner === "node:test" ? "assert.equal" : "expect";
  const called = functionName.includes(".") ? "" : `${functionName}(`;
  const title = JSON.stringify(`${functionName}: ${testCase.description}`);
  return { lead: `\ntest(${title}, () => {\n  ${expects}(${called}`, tail: "\n});" };
}

/** What a description begins with: its own signature, a name made of its words, or nothing inside of a function. */
function beginning(spec: string, language: string, indent: string, inside: boolean) {
  const signature =
    /^\s*((?:async\s+)?def\s+\w+\s*\(.*?\)[^:\n]*:|(?:export\s+)?(?:async\s+)?function\s+\w+\s*\([^)]*\)[^{\n]*\{?)\s*/.exec(
      spec,
    );
  if (signature !== null) {
    const head = (signature[1] ?? "").trim();
    const opened = language === "python" || head.endsWith("{") ? head : `${head} {`;
    return { lead: `${indent}${opened}\n${indent}${step(language)}`, words: spec.slice(signature[0].length) };
  }
  if (inside) return { lead: indent, words: spec };
  const name = nameFrom(spec, language);
  const head = language === "python" ? `def ${name}(` : `export function ${name}(`;
  return { lead: hasFunctions(language) ? indent + head : indent, words: spec };
}

const step = (language: string): string => (language === "python" ? "    " : "  ");

function hasFunctions(language: string): boolean {
  return language === "python" || /^(java|type)script/.test(language);
}

const filler = new Set(
  "a an the of to for in on and or with that is are be as by from it its per".split(" "),
);

/** "sum per calendar month" → sum_calendar_month, sumCalendarMonth */
export function nameFrom(spec: string, language: string): string {
  const words = (
    spec
      .toLowerCase()
      .replaceAll("ß", "ss")
      .normalize("NFKD")
      .replaceAll(/\p{M}/gu, "")
      .match(/[a-z][a-z0-9]*/g) ?? []
  )
    .filter((word) => !filler.has(word))
    .slice(0, 4);
  if (words.length === 0) return "generated";
  if (language === "python") return words.join("_");
  return words.map((word, index) => (index === 0 ? word : word[0]?.toUpperCase() + word.slice(1))).join("");
}

/** Whether a line stands in a function's body: something is written there, or will be. */
function isInside(lines: readonly string[], line: number, indent: string): boolean {
  if (indent === "") return false;
  for (let index = line - 1; index >= 0; index--) {
    const text = lines[index] ?? "";
    if (text.trim() === "" || indentOf(text).length >= indent.length) continue;
    return !/^\s*(export\s+)?(abstract\s+)?class\b/.test(text);
  }
  return false;
}

/** The indentation of what is written at a line: its own, or what the line above asks for. */
function indentHere(lines: readonly string[], line: number, own: string): string {
  if (indentOf(own) !== "") return indentOf(own);
  const above = lines.slice(0, line).findLast((text) => text.trim() !== "");
  // An empty first column after an indented block begins something new, unless that block was just opened.
  return above !== undefined && /[:{]\s*$/.test(above) && lines[line - 1]?.trim() !== ""
    ? `${indentOf(above)}    `
    : "";
}

/** A body that says nothing yet: pass, an ellipsis, an exception for what is not implemented, or only words. */
function isStub(lines: readonly string[], definition: Definition): boolean {
  if (definition.kind === "class") return false;
  const body = lines
    .slice(firstCodeLine(lines, definition), definition.endLine + 1)
    .map((line) => line.trim())
    .filter((line) => line !== "" && line !== "}" && !/^(#|\/\/)/.test(line));
  return body.every((line) =>
    /^(pass|\.\.\.|raise NotImplementedError\b.*|throw new Error\(.*(todo|implement).*\);?)$/i.test(line),
  );
}

/** The first line of a body after its docstring. */
function firstCodeLine(lines: readonly string[], { bodyStartLine, endLine }: Definition): number {
  const first = (lines[bodyStartLine] ?? "").trim();
  const quote = /^[rbuf]{0,2}("""|''')/i.exec(first)?.[1];
  if (quote === undefined) return bodyStartLine;
  if (first.indexOf(quote, first.indexOf(quote) + 3) !== -1) return bodyStartLine + 1;
  for (let line = bodyStartLine + 1; line <= endLine; line++)
    if (lines[line]?.includes(quote)) return line + 1;
  return bodyStartLine;
}

function commented(text: string, language: string): string {
  const comment = commentOf(language);
  const written = linesOf(text.trim()).filter((line) => line.trim() !== "");
  return written.map((line) => `${comment} ${line.trim()}\n`).join("");
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, " ").trim();
}
