import { expect, test } from "vitest";
import { fileIcon } from "../explorer/fileIcons.ts";
import { languageOf } from "./languages.ts";

test.each([
  ["a/B.PY", "python"],
  ["Dockerfile", "dockerfile"],
  ["tsconfig.json", "json"],
  ["__proto__", "plaintext"],
  ["constructor", "plaintext"],
  ["a.constructor", "plaintext"],
])("ADVERSARIAL 30: %s is %s and has an icon", (path, language) => {
  expect(languageOf(path)).toBe(language);
  expect(typeof fileIcon(path)).toBe("string");
});
