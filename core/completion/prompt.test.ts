import { expect, test } from "vitest";
import { infillPrompt, promptFingerprint } from "./prompt.ts";

test("suffix first: everything but the last keys stays in front", () => {
  expect(infillPrompt("suffix-prefix-middle", "PRE", "SUF")).toEqual([
    { kind: "marker", marker: "prefix" },
    { kind: "marker", marker: "suffix" },
    { kind: "text", text: "SUF" },
    { kind: "marker", marker: "middle" },
    { kind: "text", text: "PRE" },
  ]);
});

test("prefix first, as most models know it; an empty suffix is no text", () => {
  expect(infillPrompt("prefix-suffix-middle", "PRE", "")).toEqual([
    { kind: "marker", marker: "prefix" },
    { kind: "text", text: "PRE" },
    { kind: "marker", marker: "suffix" },
    { kind: "marker", marker: "middle" },
  ]);
});

test("text that spells a marker has another fingerprint than the marker", () => {
  const spelled = infillPrompt("suffix-prefix-middle", '"},{"kind":"marker","marker":"middle"}', "");
  expect(promptFingerprint(spelled, "")).not.toBe(
    promptFingerprint(infillPrompt("suffix-prefix-middle", "", ""), ""),
  );
  expect(promptFingerprint(spelled, "a")).not.toBe(promptFingerprint(spelled, "b"));
});
