import { expect, test } from "vitest";
import type { Finding, Verdict } from "../../../core/contract/gate.ts";
import { blockedLine } from "./blockedLine.ts";

const shell: Finding = {
  ruleId: "shell-command",
  analyzer: "rules",
  cwe: [78],
  severity: "critical",
  outcome: "block",
  range: { start: { line: 3, column: 4 }, end: { line: 3, column: 20 } },
  message: "`name` reaches a shell.",
  explanation: "Whoever names the file runs commands.",
  fix: { description: "Pass a list to subprocess.run." },
};
const verdict = (findings: readonly Finding[], reason: string): Verdict => ({
  outcome: "block",
  subjectHash: "0".repeat(64),
  findings: [...findings],
  analyzers: [],
  reason,
  milliseconds: 1,
});

test("the line says what, why and which weakness; the hover explains and tells what to write instead", () => {
  const minor: Finding = { ...shell, severity: "high", cwe: [22], message: "A path." };
  expect(blockedLine("\n    os.system(f'gzip {name}')\n    more()", verdict([minor, shell], "…"))).toEqual({
    struck: "os.system(f'gzip {name}')",
    reason: "■ Blocked: `name` reaches a shell (CWE-78). See path",
    paragraphs: [
      "Blocked: `name` reaches a shell (CWE-78).",
      "Whoever names the file runs commands.",
      "Instead: Pass a list to subprocess.run.",
    ],
  });
});

test("a warning beside a block is not its reason, and a failed analyzer's sentence is", () => {
  const warning: Finding = { ...shell, outcome: "warn", message: "Only a warning." };
  const line = blockedLine("x", verdict([warning], "rules could not finish, so nothing can be let through."));
  expect(line.reason).toBe("■ Blocked: rules could not finish, so nothing can be let through. See path");
  expect(line.paragraphs).toEqual(["Blocked: rules could not finish, so nothing can be let through."]);
});

test("long text is shortened without cutting a character in two", () => {
  const line = blockedLine("😀".repeat(80), verdict([], "😀".repeat(200)));
  expect([...line.struck]).toHaveLength(48);
  expect(line.struck.endsWith("😀…")).toBe(true);
  expect(line.reason).not.toMatch(/\p{Surrogate}/u);
});
