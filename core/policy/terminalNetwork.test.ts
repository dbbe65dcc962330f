import { expect, test } from "vitest";
import { readPolicyFile } from "./policyFile.ts";
import { type PolicyRead, terminalNetwork } from "./terminalNetwork.ts";

function policy(terminals: string): PolicyRead {
  const read = readPolicyFile(`version: 1\nnetwork: { terminals: ${terminals} }\n`, "policy.yml");
  return read.ok ? { kind: "file", policy: read.value } : { kind: "problem", sentence: read.error };
}
const none: PolicyRead = { kind: "none" };

test("terminals keep the network unless a setting, a workspace or the machine seals them; none of them opens", () => {
  const of = (setting: "open" | "sealed", machine: PolicyRead, workspace: PolicyRead) =>
    terminalNetwork(setting, machine, workspace).terminals;
  expect([
    of("open", none, none),
    of("sealed", none, none),
    of("open", policy("sealed"), none),
    of("open", none, policy("sealed")),
    of("open", policy("open"), policy("sealed")),
    of("open", policy("sealed"), policy("open")),
    of("sealed", policy("open"), policy("open")),
    of("open", policy("open"), policy("open")),
  ]).toEqual(["open", "sealed", "sealed", "sealed", "sealed", "sealed", "sealed", "open"]);
});

test("a policy that cannot be read seals, and says why", () => {
  const read = policy("shut");
  expect(read.kind).toBe("problem");
  expect(terminalNetwork("open", none, read)).toEqual({
    terminals: "sealed",
    terminalsReason: expect.stringContaining("policy.yml cannot be used at network.terminals"),
  });
});
