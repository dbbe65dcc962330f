import fc from "fast-check";
import { expect, test } from "vitest";
import { withEdits } from "../../../core/gate/withEdits.ts";
import { diffLines } from "./fixLines.ts";

const edit = (line: number, from: number, to: number, text: string) => ({
  range: { start: { line, column: from }, end: { line, column: to } },
  text,
});

test("edits are made from behind, so that none moves another", () => {
  const before = "import requests\nrequests.get(url, verify=False)\n";
  const after = withEdits(before, [edit(1, 25, 30, "True"), edit(1, 30, 30, ", timeout=5")]);
  expect(after).toBe("import requests\nrequests.get(url, verify=True, timeout=5)\n");
  expect(diffLines(before, after)).toEqual([
    { kind: "old", line: 1, text: "requests.get(url, verify=False)" },
    { kind: "new", line: 1, text: "requests.get(url, verify=True, timeout=5)" },
  ]);
});

test("the same text differs in no line; what is shown as old and new is what differs", () => {
  const text = fc.array(fc.constantFrom("a", "b", "c"), { maxLength: 8 }).map((lines) => lines.join("\n"));
  fc.assert(
    fc.property(text, text, (before, after) => {
      const lines = diffLines(before, after);
      if (before === after) expect(lines).toEqual([]);
      const of = (kind: string) => lines.filter((one) => one.kind === kind).map((one) => one.text);
      const start = lines[0]?.line ?? 0;
      const rebuilt = before.split("\n");
      rebuilt.splice(start, of("old").length, ...of("new"));
      expect(rebuilt.join("\n")).toBe(after);
    }),
  );
});
