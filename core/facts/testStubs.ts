import { assertNever } from "../base/assertNever.ts";
import type { CoverageGoal } from "./branches.ts";
import { goalName } from "./goalName.ts";
import type { CodeInput } from "./parameters.ts";

export type StubRunner = "pytest" | "unittest" | "vitest" | "jest" | "node:test";

export interface StubSubject {
  /** "Basket.total" */
  readonly functionName: string;
  readonly goals: readonly CoverageGoal[];
  readonly runner: StubRunner;
  /** As the test file writes it: "shop.basket", "../src/basket.ts". */
  readonly importPath: string;
  readonly inputs: readonly CodeInput[];
}

/** A test file with one test for each goal. Each fails until it is written, so that an unwritten one cannot pass. */
export function testStubs(subject: StubSubject): string {
  switch (subject.runner) {
    case "pytest":
      return pytestStubs(subject);
    case "unittest":
      return unittestStubs(subject);
    case "vitest":
      return scriptStubs(subject, ['import { assert, describe, test } from "vitest";']);
    case "jest":
      return scriptStubs(subject, [
        'import assert from "node:assert/strict";',
        'import { describe, test } from "@jest/globals";',
      ]);
    case "node:test":
      return scriptStubs(subject, [
        'import assert from "node:assert/strict";',
        'import { describe, test } from "node:test";',
      ]);
    default:
      return assertNever(subject.runner, "test runner");
  }
}

function pytestStubs(subject: StubSubject): string {
  const prefix = goalName(subject.functionName);
  const tests = subject.goals.map(
    (goal) =>
      `def test_${prefix}_${goal.name}():\n${comments(subject, goal, "    #")}    pytest.fail("to be written")\n`,
  );
  return `import pytest\n\n${pythonImport(subject)}\n\n\n${tests.join("\n\n")}`;
}

function unittestStubs(subject: StubSubject): string {
  const name = subject.functionName.replace(/(?:^|[._]+)(\w)/g, (_, letter: string) => letter.toUpperCase());
  const tests = subject.goals.map(
    (goal) =>
      `    def test_${goal.name}(self):\n${comments(subject, goal, "        #")}        self.fail("to be written")\n`,
  );
  const body = tests.length === 0 ? "    pass\n" : tests.join("\n");
  return `import unittest\n\n${pythonImport(subject)}\n\n\nclass ${name}Test(unittest.TestCase):\n${body}\n\nif __name__ == "__main__":\n    unittest.main()\n`;
}

function pythonImport({ importPath, functionName }: StubSubject): string {
  return `from ${importPath} import ${ownerOf(functionName)}`;
}

function scriptStubs(subject: StubSubject, imports: readonly string[]): string {
  const owner = ownerOf(subject.functionName);
  const tests = subject.goals.map(
    (goal) =>
      `  test(${JSON.stringify(goal.description)}, () => {\n${comments(subject, goal, "    //")}    assert.fail("to be written");\n  });\n`,
  );
  const head = [...imports, `import { ${owner} } from ${JSON.stringify(subject.importPath)};`].join("\n");
  return `${head}\n\ndescribe(${owner}.name, () => {\n${tests.join("\n")}});\n`;
}

/** What is imported: a method comes with its class. */
function ownerOf(functionName: string): string {
  return functionName.split(".")[0] ?? functionName;
}

function comments(subject: StubSubject, goal: CoverageGoal, sign: string): string {
  return `${sign} ${oneLine(goal.description)} (line ${goal.line + 1})\n${sign} ${oneLine(callOf(subject))}\n`;
}

/** "Call total(items, rate=0.5)." */
function callOf({ functionName, inputs, runner }: StubSubject): string {
  const star = runner === "pytest" || runner === "unittest" ? "*" : "...";
  const given = inputs.map(({ name, default: value, rest }) => {
    if (rest !== undefined) return rest === "map" ? `**${name}` : `${star}${name}`;
    return value === undefined ? name : `${name}=${value}`;
  });
  return `Call ${functionName}(${given.join(", ")}).`;
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ");
}
