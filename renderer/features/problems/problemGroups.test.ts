import { describe, expect, test } from "vitest";
import { countBySeverity, groupProblems, type Problem, problemBeside } from "./problemGroups.ts";

function problem(path: string, line: number, severity: Problem["severity"], message = "wrong"): Problem {
  return {
    uri: `file:///w/${path}`,
    path,
    severity,
    message,
    source: "Pyright",
    code: "reportX",
    line,
    column: 2,
    endLine: line,
    endColumn: 5,
  };
}

const problems = [
  problem("a.py", 9, "warning", "unused import"),
  problem("b.py", 3, "error", "no attribute"),
  problem("a.py", 1, "info"),
  problem("b.py", 1, "warning"),
];
const places = (filter: string): readonly string[] =>
  groupProblems(problems, filter).flatMap((group) =>
    group.problems.map((found) => `${group.path}:${found.line}`),
  );

describe("problems", () => {
  test("files with errors first, the gravest first in each", () => {
    expect(places("")).toEqual(["b.py:3", "b.py:1", "a.py:9", "a.py:1"]);
  });

  test("the filter wants every word, and none that is struck with !", () => {
    expect(places("pyright unused")).toEqual(["a.py:9"]);
    expect(places("!b.py")).toEqual(["a.py:9", "a.py:1"]);
    expect(places("error")).toEqual(["b.py:3"]);
  });

  test("next and previous go through the file from top to bottom, then to the next file", () => {
    const groups = groupProblems(problems, "");
    const from = (path: string, line: number, by: 1 | -1): string | undefined => {
      const found = problemBeside(groups, { path, line, column: 2 }, by);
      return found && `${found.path}:${found.line}`;
    };
    expect([from("b.py", 0, 1), from("b.py", 1, 1), from("b.py", 3, 1), from("a.py", 9, 1)]).toEqual([
      "b.py:1",
      "b.py:3",
      "a.py:1",
      "b.py:1",
    ]);
    expect([from("a.py", 1, -1), from("c.py", 1, 1)]).toEqual(["b.py:3", "b.py:1"]);
    expect(problemBeside([], undefined, 1)).toBeUndefined();
  });

  test("counted by severity", () => {
    expect(countBySeverity(problems)).toEqual({ error: 1, warning: 2, info: 1 });
  });
});
