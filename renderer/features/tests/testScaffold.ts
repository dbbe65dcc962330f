import type { MeasuredTarget } from "./testsSlice.ts";

export interface TestScaffold {
  /** Where it goes in, a zero-based line of the test file; the text there moves down. */
  readonly line: number;
  readonly text: string;
  /** Where the test goes on to be written, counted in lines from `line`, and how far it is indented. */
  readonly bodyLine: number;
  readonly bodyColumn: number;
}

interface Unnoticed {
  readonly description: string;
  /** In the file under test, counted from 1. */
  readonly line: number;
}

/**
 * The beginning of a test for a change that no test notices: its purpose in words, its signature and the beginning of what
 * it asserts. Models that only complete text are asked that way.
 */
export function testScaffold(testText: string, target: MeasuredTarget, change: Unnoticed): TestScaffold {
  const lines = testText.split("\n");
  const purpose = `${target.functionName} must be told from one in which ${change.description} (${target.path}:${change.line}).`;
  return target.testFile.endsWith(".py")
    ? pythonScaffold(lines, purpose, target, change)
    : scriptScaffold(lines, purpose, target, change);
}

function pythonScaffold(
  lines: readonly string[],
  purpose: string,
  { functionName }: MeasuredTarget,
  { line }: Unnoticed,
): TestScaffold {
  const main = lines.findIndex((text) => /^if __name__ ==/.test(text));
  const end = endOfCode(main === -1 ? lines : lines.slice(0, main));
  const inClass = lines.some((text) => /^class \w+\(.*TestCase\)/.test(text));
  const indent = inClass ? "    " : "";
  const blank = inClass ? 1 : 2;
  const call = callOf(functionName);
  const opening = inClass ? `self.assertEqual(${call}` : `assert ${call}`;
  const name = `test_${functionName.replaceAll(/\W+/g, "_").toLowerCase()}_line_${line}`;
  const text = [
    ...Array<string>(blank).fill(""),
    `${indent}# ${purpose}`,
    `${indent}def ${name}(${inClass ? "self" : ""}):`,
    `${indent}    ${opening}`,
    "",
  ];
  return {
    line: end,
    text: text.join("\n"),
    bodyLine: text.length - 2,
    bodyColumn: indent.length + 4 + opening.length,
  };
}

function scriptScaffold(
  lines: readonly string[],
  purpose: string,
  { functionName }: MeasuredTarget,
  { line }: Unnoticed,
): TestScaffold {
  const word = lines.some((text) => /^\s*it\(/.test(text)) ? "it" : "test";
  // A test among those of a describe stands before the brace that ends it.
  const whole = endOfCode(lines);
  const inDescribe =
    /^\}\);?$/.test(lines[whole - 1] ?? "") && lines.some((text) => /^describe\(/.test(text));
  const indent = inDescribe ? "  " : "";
  const opening = lines.some((text) => text.includes("expect(")) ? `expect(${callOf(functionName)}` : "";
  const text = [
    "",
    `${indent}// ${purpose}`,
    `${indent}${word}(${JSON.stringify(`${functionName}, line ${line}`)}, () => {`,
    `${indent}  ${opening}`,
    `${indent}});`,
    "",
  ];
  return {
    line: inDescribe ? whole - 1 : whole,
    text: text.join("\n"),
    bodyLine: 3,
    bodyColumn: indent.length + 2 + opening.length,
  };
}

/** A method wants an object first, which only a person or a model can name. */
function callOf(functionName: string): string {
  return functionName.includes(".") ? "" : `${functionName}(`;
}

/** The line after the last that holds anything. */
function endOfCode(lines: readonly string[]): number {
  return lines.findLastIndex((text) => text.trim() !== "") + 1;
}
