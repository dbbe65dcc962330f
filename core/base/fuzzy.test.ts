import fc from "fast-check";
import { expect, test } from "vitest";
import { fuzzyMatch, fuzzyMatchPath } from "./fuzzy.ts";

function ranked(query: string, candidates: readonly string[]): string[] {
  return candidates
    .flatMap((path) => {
      const match = fuzzyMatchPath(query, path);
      return match === undefined ? [] : [{ path, score: match.score }];
    })
    .sort((a, b) => b.score - a.score)
    .map(({ path }) => path);
}

test("positions spell the query, ascending, whatever the text", () => {
  const text = fc.string({ unit: fc.constantFrom(..."aAbBcC/._- İé😀"), maxLength: 30 });
  fc.assert(
    fc.property(text, fc.array(fc.nat(29), { maxLength: 8 }), (candidate, picks) => {
      const places = [...new Set(picks.filter((place) => place < candidate.length))].sort((a, b) => a - b);
      const query = places.map((place) => candidate.charAt(place)).join("");
      const match = fuzzyMatch(query, candidate);
      expect(match).toBeDefined();
      const positions = match?.positions ?? [];
      expect(positions).toEqual([...positions].sort((a, b) => a - b));
      expect(positions.length).toBe(query.length);
      for (const [index, position] of positions.entries())
        expect(candidate.charAt(position).toLowerCase()).toBe(query.charAt(index).toLowerCase());
    }),
    { numRuns: 1000 },
  );
});

test("a missing character is no match", () => {
  expect(fuzzyMatch("abd", "abc")).toBeUndefined();
  expect(fuzzyMatch("ba", "ab")).toBeUndefined();
  expect(fuzzyMatchPath("abc xyz", "abc/def")).toBeUndefined();
});

test("word starts, humps and runs beat scattered characters", () => {
  expect(fuzzyMatch("fs", "filesService")?.positions).toEqual([0, 5]);
  expect(fuzzyMatch("ser", "userService")?.positions).toEqual([4, 5, 6]);
  expect(ranked("fs", ["offsets.ts", "filesService.ts"])).toEqual(["filesService.ts", "offsets.ts"]);
  expect(ranked("open", ["oxpxexn.ts", "reopen.ts", "open.ts"])).toEqual([
    "open.ts",
    "reopen.ts",
    "oxpxexn.ts",
  ]);
});

test("the file's own name counts before its folders, and a shorter name before a longer", () => {
  expect(ranked("user", ["user/index.ts", "src/deep/user.ts"])).toEqual([
    "src/deep/user.ts",
    "user/index.ts",
  ]);
  expect(ranked("main", ["mainframe.ts", "main.ts"])).toEqual(["main.ts", "mainframe.ts"]);
  expect(ranked("user/ind", ["src/user/index.ts", "src/userindex.ts"])).toEqual(["src/user/index.ts"]);
  expect(ranked("index user", ["src/user/index.ts"])).toEqual(["src/user/index.ts"]);
});
