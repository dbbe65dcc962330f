import fc from "fast-check";
import { expect, test } from "vitest";
import { lineShape } from "./multiline.ts";
import { findStop } from "./stops.ts";

/** Feeds the text a character at a time, as a model would, and answers what stands when it stops. */
function stream(prefix: string, suffix: string, text: string, maxLines = 12): string {
  const shape = lineShape({ prefix, suffix });
  for (let end = 1; end <= text.length; end++) {
    const stop = findStop(text.slice(0, end), { shape, maxLines, suffix });
    if (stop !== undefined) return text.slice(0, stop.length);
  }
  return text;
}

test("a single line ends with the line", () => {
  expect(stream("x = su", "\n", "m(y)\nz = 1\n")).toBe("m(y)");
});

test("a block ends where the indentation falls back", () => {
  expect(stream("def f(x):", "\n", "\n    y = 1\n    return y\n\n\ndef g():\n")).toBe(
    "\n    y = 1\n    return y\n",
  );
  expect(stream("class A:\n    def f(self):\n        ", "\n", "return 1\n\n    def g(self):\n")).toBe(
    "return 1\n",
  );
});

test("a bracket that the cursor's line opened is closed and ends it", () => {
  expect(stream("result = call(", "\n", "\n    1,\n    2,\n)\nx = 3\n")).toBe("\n    1,\n    2,\n)");
});

test("the next definition at the same depth ends it", () => {
  expect(stream("class A:\n    ", "\n", "x = 1\n    y = 2\n    def f(self):\n        pass\n")).toBe(
    "x = 1\n    y = 2",
  );
  expect(stream("class A:\n    ", "\n", "x = 1\n    @property\n    def")).toBe("x = 1");
});

test("a first line that is itself a definition is kept", () => {
  expect(stream("class A:\n    ", "\n", "def f(self):\n        return 1\n\n    def g(self):\n")).toContain(
    "return 1",
  );
});

test("the text after the cursor is not run into", () => {
  expect(stream("def f(x):\n    ", "\n    return result\n", "result = x\n    return result\n")).toBe(
    "result = x",
  );
});

test("lines that come again end it before they do", () => {
  expect(stream("def f(x):\n    ", "\n", "a(1)\n    a(1)\n    a(1)\n")).not.toContain("a(1)\n    a(1)");
  expect(stream("def f(x):\n    ", "\n", "a(1)\n    b(2)\n    a(1)\n    b(2)\n    a(1)\n")).not.toMatch(
    /a\(1\)[\s\S]*a\(1\)\n[\s\S]*b/,
  );
});

test("a line that stutters is dropped, also when it runs over several lines", () => {
  const over =
    "y = 1\n    # but the array is a scalar,\n    # but the array is a scalar, but the array\n    # is a scalar, but";
  expect(stream("def f(x):\n    ", "\n", over)).toBe("y = 1");
  expect(stream("call(", ")\n", `\n${'    "--",\n'.repeat(6)}`)).toBe("");
  expect(stream("# Title\n# ", "\n", `${"-".repeat(60)}\n`)).toBe("-".repeat(60));
  expect(stream("x = ", "\n", `${"%(ws) ".repeat(20)}\n`)).toBe("");
  expect(stream("x = ", "\n", "[0, 0, 0, 0]\n")).toBe("[0, 0, 0, 0]");
});

test("no more lines than allowed", () => {
  const text = Array.from({ length: 30 }, (_, index) => `value_${index} = ${index}`).join("\n    ");
  expect(stream("def f(x):\n    ", "\n", text, 5).split("\n")).toHaveLength(5);
});

test("what stands after a stop never grows with more text, and is a beginning of it", () => {
  const line = fc.constantFrom("    a = 1", "    return a", "", "x = 2", "def g():", "        b(2)", "    )");
  fc.assert(
    fc.property(fc.array(line, { maxLength: 20 }), (lines) => {
      const text = lines.join("\n");
      const kept = stream("def f(x):", "\nlast = 9\n", text);
      expect(text.startsWith(kept)).toBe(true);
      expect(
        kept
          .split("\n")
          .slice(1)
          .filter((one) => /^\S/.test(one) && !/^[)\]}]/.test(one)),
      ).toEqual([]);
    }),
  );
});
