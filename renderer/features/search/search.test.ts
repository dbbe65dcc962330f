import { describe, expect, test } from "vitest";
import type { SearchFile } from "../../../core/contract/search.ts";
import { fillIn, previewParts, replacementFor } from "./replacement.ts";
import {
  countMatches,
  emptyQuery,
  matchBeside,
  matchColumns,
  matchesOf,
  matchKey,
  withFound,
  withoutMatch,
} from "./searchSlice.ts";

const line = {
  line: 4,
  preview: "…a foo b foo",
  spans: [
    [3, 6],
    [9, 12],
  ] as [number, number][],
  column: 203,
};
const file: SearchFile = { path: "src/a.py", lines: [line] };
const other: SearchFile = { path: "src/b.py", lines: [{ ...line, spans: [[0, 2]], column: 0 }] };

describe("results", () => {
  test("a file that comes in two parts stays one, in its place", () => {
    const more: SearchFile = { path: "src/a.py", lines: [{ ...line, line: 9 }] };
    expect(withFound([file, other], [more]).map((found) => [found.path, found.lines.length])).toEqual([
      ["src/a.py", 2],
      ["src/b.py", 1],
    ]);
  });

  test("the columns of a later match are told from a preview that was cut", () => {
    expect(matchesOf(file).map(matchColumns)).toEqual([
      { start: 203, end: 206 },
      { start: 209, end: 212 },
    ]);
  });

  test("without the first match of a line the second keeps its columns", () => {
    const first = { path: file.path, line, span: 0 };
    const left = withoutMatch([file, other], matchKey(first));
    expect(left.flatMap(matchesOf).map(matchColumns)).toEqual([
      { start: 209, end: 212 },
      { start: 0, end: 2 },
    ]);
    expect(countMatches(left)).toBe(2);
  });

  test("without its last match, or dismissed whole, a file is gone", () => {
    expect(withoutMatch([file, other], "src/a.py")).toEqual([other]);
    expect(withoutMatch([other], matchKey({ path: "src/b.py", line, span: 0 }))).toEqual([]);
  });

  test("steps around the ends", () => {
    const all = [file, other].flatMap(matchesOf);
    const keys = all.map(matchKey);
    expect(matchBeside([file, other], undefined, -1)).toEqual(all[2]);
    expect(matchBeside([file, other], keys[2], 1)).toEqual(all[0]);
    expect(matchBeside([], undefined, 1)).toBeUndefined();
  });
});

describe("replacement", () => {
  test("plain text is put in as it is", () => {
    expect(replacementFor({ ...emptyQuery, pattern: "foo" }, "foo", "$1 $$")).toBe("$1 $$");
  });

  test("groups by number and name, the whole match, a dollar", () => {
    const query = { ...emptyQuery, isRegex: true, pattern: "(?<first>\\w+)-(\\w+)" };
    // biome-ignore lint/suspicious/noTemplateCurlyInString: that is how a group is named in a replacement
    expect(replacementFor(query, "ab-cd", "$2/${first}/$0/$$/$3")).toBe("cd/ab/ab-cd/$/");
  });

  test("groups as the editor's own search hands them over", () => {
    expect(fillIn("<$1>", ["whole", "part"])).toBe("<part>");
  });

  test("a pattern this page cannot read is previewed as it stands", () => {
    const query = { ...emptyQuery, isRegex: true, pattern: "(?P<x>a" };
    expect(replacementFor(query, "a", "b$1")).toBe("b$1");
  });

  test("the line in parts: indentation left out, a long lead cut", () => {
    expect(previewParts("    x = foo(1)", [8, 11], "bar")).toEqual([
      { kind: "plain", text: "x = " },
      { kind: "removed", text: "foo" },
      { kind: "added", text: "bar" },
      { kind: "plain", text: "(1)" },
    ]);
    expect(previewParts(`${"a".repeat(40)}foo`, [40, 43], undefined)).toEqual([
      { kind: "plain", text: `…${"a".repeat(10)}` },
      { kind: "match", text: "foo" },
    ]);
  });
});
