import { expect, test } from "vitest";
import { matcherOf } from "./globs.ts";

test("the default globs hide what they name at every depth, and nothing that only looks alike", () => {
  const hidden = matcherOf(["**/.git", "**/node_modules", "*.{pyc,pyo}"]);
  const paths = [".git", "a/node_modules", "x.pyc", "a/x.pyc", ".gitignore", "my_node_modules", "xgit"];
  expect(paths.filter(hidden)).toEqual([".git", "a/node_modules", "x.pyc"]);
});

test("characters that mean something to regular expressions mean themselves", () => {
  const hidden = matcherOf(["a+b(c).t?t"]);
  expect([hidden("a+b(c).txt"), hidden("aab(c).txt"), hidden("a+b(c)xtxt")]).toEqual([true, false, false]);
});
