import fc from "fast-check";
import { expect, test } from "vitest";
import { firstUnmatchedCloser, postprocess } from "./postprocess.ts";

function clean(prefix: string, suffix: string, text: string, cutByLimit = false, multiLine = false): string {
  return postprocess({ place: { prefix, suffix }, text, cutByLimit, multiLine });
}

test.each([
  ["a closer that stands there already", "print(", ")\n", "a, b)", "a, b"],
  ["balanced brackets stay", "print(", ")\n", "f(a)", "f(a)"],
  ["everything behind a closer that stands there", "print(", ")\n", "x) + 1", "x"],
  ["a quote that stands there already", 'name = "', '"\n', 'airlock"', "airlock"],
  ["a quote in another string stays", "name = ", '"\n', 'f("x")', 'f("x")'],
  ["the rest of the line", "x = ", "total + 1\n", "value + total + 1", "value +"],
  ["whole lines that follow", "def f(x):\n    ", "\n    return y\n", "y = x\n    return y", "y = x"],
  ["white space alone", "x = 1\n", "\n", "  \n  ", ""],
  ["the line above, again", "x = 1\n", "\n", "x = 1", ""],
  ["half a character", "x = ", "\n", "'caf\ufffd", "'caf"],
  ["an ordinary line", "self.x = ", "\n", "x", "x"],
])("%s: %j | %j + %j is %j", (_, prefix, suffix, text, expected) => {
  expect(clean(prefix, suffix, text)).toBe(expected);
});

test("a last line cut by the token limit is dropped in a block and kept on a line", () => {
  expect(clean("def f():", "\n", "\n    a = 1\n    b = some", true, true)).toBe("\n    a = 1");
  expect(clean("x = ", "\n", "some_long", true, false)).toBe("some_long");
});

const code = fc.string({
  maxLength: 60,
  unit: fc.constantFrom("a", "b", "x", " ", "\n", "(", ")", "[", "]", '"', ":", "="),
});

test("the result is a beginning of what the model wrote, and never white space alone", () => {
  fc.assert(
    fc.property(code, code, code, fc.boolean(), fc.boolean(), (prefix, suffix, text, cut, multi) => {
      const result = clean(prefix, suffix, text, cut, multi);
      expect(text.startsWith(result)).toBe(true);
      expect(result === "" || result.trim() !== "").toBe(true);
    }),
  );
});

test("the beginning of what follows is never written twice", () => {
  fc.assert(
    fc.property(code, code, code, (prefix, suffix, text) => {
      const result = clean(prefix, suffix, text + suffix);
      const rest = (suffix.split("\n")[0] ?? "").trim();
      if (/\w/.test(rest)) expect(result.endsWith(rest)).toBe(false);
      const next = suffix
        .split("\n")
        .slice(1)
        .find((line) => /\w/.test(line))
        ?.trim();
      const first = suffix
        .split("\n")
        .slice(1)
        .find((line) => line.trim() !== "")
        ?.trim();
      if (next !== undefined && next === first) expect(result.split("\n").at(-1)?.trim()).not.toBe(next);
    }),
    { numRuns: 500 },
  );
});

test("a closer right of the cursor is never left unmatched in the result", () => {
  fc.assert(
    fc.property(code, fc.constantFrom(")", "]", "}"), code, (prefix, closer, text) => {
      const result = clean(prefix, `${closer}\n`, text);
      const stray = firstUnmatchedCloser(result);
      expect(stray >= 0 && result[stray] === closer).toBe(false);
    }),
    { numRuns: 500 },
  );
});
