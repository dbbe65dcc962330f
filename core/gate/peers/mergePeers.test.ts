import { expect, test } from "vitest";
import type { Finding } from "../../contract/gate.ts";
import { mergePeers } from "./mergePeers.ts";

const peers = new Set(["bandit", "ruff", "semgrep"]);

function finding(
  analyzer: string,
  cwe: readonly number[],
  lines: readonly [number, number],
  more: Partial<Finding> = {},
): Finding {
  return {
    ruleId: `${analyzer}-rule`,
    analyzer,
    cwe: [...cwe],
    severity: "medium",
    outcome: "warn",
    range: { start: { line: lines[0], column: 0 }, end: { line: lines[1], column: 5 } },
    message: `${analyzer} says so.`,
    ...more,
  };
}

test("a peer's finding on the same lines with a related weakness is folded into ours, whose words stay", () => {
  const ours = finding("data flow", [95], [3, 5]);
  const merged = mergePeers([finding("bandit", [78], [4, 4]), ours, finding("semgrep", [94], [5, 9])], peers);
  expect(merged).toEqual([{ ...ours, alsoFoundBy: ["bandit", "semgrep"] }]);
});

test("the stricter of two stays, so that folding lets nothing through", () => {
  const ours = finding("data flow", [89], [1, 1]);
  const strict = finding("semgrep", [89], [1, 1], { severity: "high", outcome: "block" });
  expect(mergePeers([ours, strict], peers)).toEqual([
    { ...ours, severity: "high", outcome: "block", alsoFoundBy: ["semgrep"] },
  ]);
  const lax = finding("bandit", [89], [1, 1], { severity: "low", outcome: "pass" });
  expect(mergePeers([strict, lax], peers)).toEqual([{ ...strict, alsoFoundBy: ["bandit"] }]);
});

test("another line, another weakness or none at all stands on its own, in its place", () => {
  const all = [
    finding("bandit", [89], [1, 1]),
    finding("data flow", [89], [2, 2]),
    finding("semgrep", [79], [2, 2]),
    finding("ruff", [], [2, 2]),
    finding("ruff", [], [2, 2]),
  ];
  expect(mergePeers(all, peers)).toEqual(all);
});

test("findings of ours are never folded, and of two peers the first one stays", () => {
  const mine = [finding("data flow", [78], [1, 1]), finding("smells", [78], [1, 1])];
  expect(mergePeers(mine, peers)).toEqual(mine);
  const bandit = finding("bandit", [327], [1, 1]);
  expect(mergePeers([bandit, finding("ruff", [328], [1, 1])], peers)).toEqual([
    { ...bandit, alsoFoundBy: ["ruff"] },
  ]);
});
