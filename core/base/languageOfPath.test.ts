import { expect, test } from "vitest";
import { languageOfPath } from "./languageOfPath.ts";

test.each([
  ["a/b.py", "python"],
  ["B.TS", "typescript"],
  ["Makefile", "plaintext"],
  ["a.constructor", "plaintext"],
  ["a.__proto__", "plaintext"],
])("ADVERSARIAL 30: %s is %s", (path, language) => {
  expect(languageOfPath(path)).toBe(language);
});
