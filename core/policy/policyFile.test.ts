import { expect, test } from "vitest";
import { outcomeOf } from "../gate/policy.ts";
import { mergePolicies, readPolicyFile } from "./policyFile.ts";

function policy(text: string) {
  const read = readPolicyFile(text, "airlock.policy.yml");
  if (!read.ok) throw new Error(read.error);
  return read.value;
}
const shell = { ruleId: "py-shell", cwe: [78], severity: "critical" } as const;
const log = { ruleId: "py-log", cwe: [117], severity: "low" } as const;
const smell = { ruleId: "mutable-default", cwe: [], severity: "medium" } as const;

test("a workspace tightens freely and moves warnings, but cannot turn a block into less", () => {
  const merged = mergePolicies(
    undefined,
    policy(
      "version: 1\noutcomes: { medium: block, critical: pass }\nrules:\n  - { rule: py-shell, outcome: pass }\n  - { cwe: 117, outcome: block }\n",
    ),
  );
  expect([shell, log, smell].map((one) => outcomeOf(merged, one))).toEqual(["block", "block", "block"]);
  const quieter = mergePolicies(
    undefined,
    policy("version: 1\nrules:\n  - { rule: mutable-*, outcome: pass }\n"),
  );
  expect(outcomeOf(quieter, smell)).toBe("pass");
});

test("the machine's file wins, and may let workspaces loosen", () => {
  const workspace = policy(
    "version: 1\nrules:\n  - { rule: py-shell, outcome: warn }\noverrides: { allowed: true }\n",
  );
  const strict = mergePolicies(
    policy("version: 1\nrules:\n  - { cwe: 78, outcome: block }\noverrides: { allowed: false }\n"),
    workspace,
  );
  expect(outcomeOf(strict, shell)).toBe("block");
  expect(strict.overrides.allowed).toBe(false);
  const loose = mergePolicies(policy("version: 1\nworkspacesMayLoosen: true\n"), workspace);
  expect(outcomeOf(loose, shell)).toBe("warn");
  expect(
    mergePolicies(
      undefined,
      policy("version: 1\nworkspacesMayLoosen: true\nrules:\n  - { rule: py-shell, outcome: warn }\n"),
    ).workspacesMayLoosen,
  ).toBe(false);
});

test("what either requires is required", () => {
  expect(
    mergePolicies(
      policy("version: 1\nrequires: [bandit]\n"),
      policy("version: 1\nrequires: [semgrep, bandit]\n"),
    ).requires,
  ).toEqual(["bandit", "semgrep"]);
});

test.each([
  ["version: 2\n", "version"],
  ["version: 1\noutcomes: { critical: ignore }\n", "outcomes.critical"],
  ["version: 1\nallow: everything\n", "allow"],
  ["version: 1\n  bad: [\n", "YAML"],
  ["", "cannot be used"],
])("a file that cannot be used is refused with a sentence: %j", (text, named) => {
  const read = readPolicyFile(text, "airlock.policy.yml");
  expect(read.ok).toBe(false);
  if (!read.ok) expect(read.error).toContain(named);
});
