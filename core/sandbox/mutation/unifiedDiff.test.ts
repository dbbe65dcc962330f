import fc from "fast-check";
import { expect, test } from "vitest";
import { unifiedDiff } from "./unifiedDiff.ts";

test("one changed line, three lines around it", () => {
  expect(unifiedDiff("a/b.py", "1\n2\n3\n4\n5\n6\n7\n8\n9\n", "1\n2\n3\n4\nfive\n6\n7\n8\n9\n")).toBe(
    "--- a/a/b.py\n+++ b/a/b.py\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n",
  );
});

/** What `patch` would make of it, strictly: every line it names must stand where it says. */
function patched(before: string, diff: string): string {
  const lines = before.split("\n");
  const header = /^@@ -(\d+),(\d+) \+(\d+),(\d+) @@$/m.exec(diff);
  const body = diff
    .slice(diff.indexOf("@@\n") + 3)
    .split("\n")
    .slice(0, -1);
  const old = body.filter((line) => line[0] !== "+").map((line) => line.slice(1));
  const now = body.filter((line) => line[0] !== "-").map((line) => line.slice(1));
  const from = Number(header?.[1]) - 1;
  expect([old.length, now.length]).toEqual([Number(header?.[2]), Number(header?.[4])]);
  expect(lines.slice(from, from + old.length)).toEqual(old);
  return [...lines.slice(0, from), ...now, ...lines.slice(from + old.length)].join("\n");
}

test("applied to the text before, it gives the text after", () => {
  const line = fc.constantFrom("a", "b", "c", "    return a", "");
  fc.assert(
    fc.property(
      fc.array(line, { minLength: 1 }),
      fc.nat(),
      fc.array(line, { maxLength: 3 }),
      (lines, at, put) => {
        const index = at % lines.length;
        const before = `${lines.join("\n")}\n`;
        const after = `${[...lines.slice(0, index), "changed", ...put, ...lines.slice(index + 1)].join("\n")}\n`;
        expect(patched(before, unifiedDiff("x.py", before, after))).toBe(after);
      },
    ),
  );
});
