import { expect, test } from "vitest";
import { indentationOf, lineShape } from "./multiline.ts";

test.each([
  ["after a colon", "def f(x):", "\n", "multi"],
  ["after an opening brace", "function f() {", "\n", "multi"],
  ["after an opening bracket that was closed by the editor", "call(", ")\n", "multi"],
  ["in the empty first line of a block", "def f(x):\n    ", "\n", "multi"],
  ["in an empty line inside a block", "def f(x):\n    y = 1\n    ", "\n", "multi"],
  ["after a docstring", 'def f(x):\n    """Doc."""\n    ', "\n", "multi"],
  ["in the middle of a line", "    y = x", "\n", "single"],
  ["with text right of the cursor", "def f(x):", " return 1\n", "single"],
  ["on an empty line outside of any block", "x = 1\n", "\n", "single"],
])("%s: %j | %j is %s", (_, prefix, suffix, mode) => {
  expect(lineShape({ prefix, suffix }).mode).toBe(mode);
});

test("indentation counts columns, a tab to the next multiple of four", () => {
  expect([indentationOf("    x"), indentationOf("\tx"), indentationOf("  \tx"), indentationOf("x")]).toEqual([
    4, 4, 4, 0,
  ]);
});
