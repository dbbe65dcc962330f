import fc from "fast-check";
import { expect, test } from "vitest";
import {
  destinationOf,
  type EscalationSection,
  escalationSection,
  mergeEscalation,
  type Request,
  refusalOf,
} from "./escalationPolicy.ts";

const request: Request = { task: "explain", urls: ["https://llm.example/v1/x"], bytes: 100, cost: 0.5 };
const nothing = { bytes: 0, cost: 0 };

function refusal(machine: EscalationSection | undefined, workspace?: EscalationSection, sent = nothing) {
  return refusalOf(mergeEscalation(machine, workspace), true, request, sent);
}

test("off by default, and whatever a policy says", () => {
  const open = mergeEscalation({ allowed: true }, { allowed: true });
  expect(refusalOf(open, false, request, nothing)).toMatch(
    /^Escalation is off\. Switch on escalation\.enabled/,
  );
});

test.each([
  [{ allowed: false }, /forbidden by the machine's policy/],
  [{ tasks: ["tests"] }, /lets only tests be escalated, not explain/],
  [{ destinations: ["other.example"] }, /does not allow llm\.example\. It allows other\.example/],
  [{ destinations: [] }, /It allows no destination/],
  [{ bytesPerDay: 99 }, /99 bytes leave in a day/],
  [{ costPerDay: 0.4 }, /could cost 0\.5000/],
] satisfies readonly (readonly [EscalationSection, RegExp])[])(
  "%j refuses with a sentence",
  (section, sentence) => {
    expect(refusal(section)).toMatch(sentence);
    expect(refusal(undefined, section)).toMatch(
      "allowed" in section ? /forbidden by the workspace's policy/ : sentence,
    );
  },
);

test("what has left today counts, and a model without a price cannot be held to a limit of money", () => {
  expect(refusal({ bytesPerDay: 150 })).toBeUndefined();
  expect(refusal({ bytesPerDay: 150 }, undefined, { bytes: 51, cost: 0 })).toMatch(/51 have left/);
  const policy = mergeEscalation({ costPerDay: 5 }, undefined);
  expect(refusalOf(policy, true, { ...request, cost: undefined }, nothing)).toMatch(/has no price/);
});

test("every address that would be connected to is looked at, a proxy too", () => {
  const policy = mergeEscalation({ destinations: ["llm.example"] }, undefined);
  const urls = ["https://llm.example:443/v1", "http://proxy.example:3128"];
  expect(refusalOf(policy, true, { ...request, urls }, nothing)).toMatch(/proxy\.example:3128/);
  expect(
    ["https://A.example:443/x", "http://a.example:80", "https://a.example:8443/"].map(destinationOf),
  ).toEqual(["a.example", "a.example", "a.example:8443"]);
});

test("a policy that cannot be read lets nothing leave", () => {
  const problem = { ...mergeEscalation(undefined, undefined), problem: "airlock.policy.yml is cut off." };
  expect(refusalOf(problem, true, request, nothing)).toBe("airlock.policy.yml is cut off.");
});

test("a workspace can only forbid more than the machine does", () => {
  const section = fc.record<EscalationSection>(
    {
      allowed: fc.boolean(),
      destinations: fc.subarray(["llm.example", "other.example"]),
      tasks: fc.subarray(["explain", "tests"] as const) as fc.Arbitrary<("explain" | "tests")[]>,
      bytesPerDay: fc.nat(200),
      costPerDay: fc.double({ min: 0, max: 1, noNaN: true }),
      sessionApprovals: fc.boolean(),
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(section, section, (machine, workspace) => {
      const alone = mergeEscalation(machine, undefined);
      const both = mergeEscalation(machine, workspace);
      if (refusalOf(alone, true, request, nothing) !== undefined)
        expect(refusalOf(both, true, request, nothing)).toBeDefined();
      if (!alone.sessionApprovals) expect(both.sessionApprovals).toBe(false);
    }),
  );
});

test("the machine's approvers hold; a workspace's only where the machine names none", () => {
  const approver = (name: string) => ({ name, key: `${"A".repeat(43)}=` });
  const both = mergeEscalation({ approvers: [approver("Anna")] }, { approvers: [approver("Mallory")] });
  expect(both.approvers.map(({ name }) => name)).toEqual(["Anna"]);
  expect(mergeEscalation({}, { approvers: [approver("Ben")] }).approvers.map(({ name }) => name)).toEqual([
    "Ben",
  ]);
});

test("nonsense in a policy is refused by name", () => {
  const read = escalationSection.safeParse({ approvers: [{ name: "Anna", key: "short" }], sendAll: true });
  expect(read.error?.issues.map(({ path, message }) => [path.join("."), message])).toEqual([
    ["approvers.0.key", "a key is 32 bytes in base64: airlock approve --new-key makes one"],
    ["", 'Unrecognized key: "sendAll"'],
  ]);
});
