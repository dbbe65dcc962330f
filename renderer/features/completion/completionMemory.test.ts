import { expect, test } from "vitest";
import { textHash } from "./completionMemory.ts";

test("a text has one hash, and a changed one another", () => {
  expect(textHash("def f():\n")).toBe(textHash("def f():\n"));
  const others = ["", "def f():", "def g():\n", "def f(:)\n"].map(textHash);
  expect(new Set([...others, textHash("def f():\n")]).size).toBe(5);
});
