import { expect, test } from "vitest";
import type { Verdict } from "../contract/gate.ts";
import { buildSarif } from "./sarif.ts";
import { VerdictCache } from "./verdictCache.ts";

const verdict: Verdict = {
  outcome: "block",
  subjectHash: "0".repeat(64),
  findings: [
    {
      ruleId: "py-sql-injection",
      analyzer: "rules",
      cwe: [89],
      severity: "critical",
      outcome: "block",
      range: { start: { line: 2, column: 4 }, end: { line: 2, column: 30 } },
      message: "Built SQL.",
      explanation: "Why.",
      fix: { description: "Parameters." },
    },
  ],
  analyzers: [{ analyzer: "rules", version: "1", status: "ran", milliseconds: 1 }],
  reason: "Built SQL.",
  milliseconds: 1,
};

test("SARIF carries the rule with its CWE tag and security severity, and 1-based places", () => {
  expect(buildSarif([{ path: "src/a b.py", verdict }], "0.1.0")).toEqual({
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: "Airlock",
            semanticVersion: "0.1.0",
            rules: [
              {
                id: "py-sql-injection",
                shortDescription: { text: "Built SQL." },
                fullDescription: { text: "Why." },
                help: { text: "Parameters." },
                defaultConfiguration: { level: "error" },
                properties: { tags: ["security", "external/cwe/cwe-089"], "security-severity": "9.5" },
              },
            ],
          },
        },
        columnKind: "utf16CodeUnits",
        invocations: [{ executionSuccessful: true, toolExecutionNotifications: [] }],
        results: [
          {
            ruleId: "py-sql-injection",
            ruleIndex: 0,
            level: "error",
            message: { text: "Built SQL." },
            locations: [
              {
                physicalLocation: {
                  artifactLocation: { uri: "src/a%20b.py" },
                  region: { startLine: 3, startColumn: 5, endLine: 3, endColumn: 31 },
                },
              },
            ],
            properties: { outcome: "block", analyzer: "rules" },
          },
        ],
      },
    ],
  });
});

test("a file that could not be judged is a failed execution, not a clean one", () => {
  const unread: Verdict = { ...verdict, findings: [], analyzers: [], reason: "Too long." };
  expect(buildSarif([{ path: "a.py", verdict: unread }], "0.1.0")).toMatchObject({
    runs: [
      {
        invocations: [
          { executionSuccessful: false, toolExecutionNotifications: [{ message: { text: "Too long." } }] },
        ],
      },
    ],
  });
});

test("the verdict cache keeps the latest used, and no failure", () => {
  const cache = new VerdictCache(2);
  const named = (subjectHash: string): Verdict => ({ ...verdict, subjectHash });
  cache.put(named("a"));
  cache.put(named("b"));
  cache.get("a");
  cache.put(named("c"));
  cache.put({
    ...named("d"),
    analyzers: [{ analyzer: "x", version: "1", status: "failed", milliseconds: 0 }],
  });
  expect(["a", "b", "c", "d"].map((hash) => cache.get(hash)?.subjectHash)).toEqual([
    "a",
    undefined,
    "c",
    undefined,
  ]);
  expect(cache.size).toBe(2);
});
