import fc from "fast-check";
import { expect, test } from "vitest";
import { readTraceback } from "./traceback.ts";

test("what holds no traceback has none", () => {
  const texts = [
    "",
    "All 3 tests passed.\n",
    "at home (a:1)\n",
    "Traceback (most recent call last):\n",
    'Traceback (most recent call last):\n  File "a.py", line 1, in f\n',
    "a.py:3: DeprecationWarning: old\n",
    "10:20:30: ready\n",
  ];
  expect(texts.map(readTraceback)).toEqual(texts.map(() => undefined));
});

test("a traceback that pytest captured was printed, not raised", () => {
  const text = `____________ test_total ____________

    def test_total():
>       assert total() == 2
E       assert 1 == 2

tests/test_total.py:4: AssertionError
------------------------------ Captured log call -------------------------------
Traceback (most recent call last):
  File "/home/ana/shop/total.py", line 3, in total
    return rates["b"]
KeyError: 'b'
=========================== short test summary info ============================
FAILED tests/test_total.py::test_total - assert 1 == 2
`;
  expect(readTraceback(text)).toEqual({
    language: "python",
    error: { type: "AssertionError", message: "assert 1 == 2" },
    frames: [
      { path: "tests/test_total.py", line: 4, functionName: "test_total", code: "assert total() == 2" },
    ],
    causes: [],
  });
});

test("garbage of a megabyte takes less than a second, and never throws", () => {
  const pieces = [
    "a",
    " ",
    "\u001b[",
    "\u001b]8;;",
    ":1",
    "(",
    "at x (",
    "at f (a.js:1:1)\n",
    "❯ a.ts:1:1\n",
    "E   x\n",
    "| ",
    " | | Traceback (most recent call last):\n",
    'Traceback (most recent call last):\n  File "a", line 1, in f\n',
    '  File "a", line 1\n',
    "  + Exception Group Traceback (most recent call last):\n",
    "a.py:1: \n",
    "a.ts(1,1): error TS1: \n",
    "Error: x\n",
    "[errors]: [\n",
    "● x\n",
    "\n",
    "1:1:1:1:",
    "_ _ _ ",
    "---- Captured ",
  ];
  // What grows out of bounds ends in the runner's own limit.
  for (const piece of pieces) readTraceback(piece.repeat(Math.ceil(1_000_000 / piece.length)));
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...pieces, "KeyError: 'a'\n", "    at f (b.ts:2:3)\n")), (parts) => {
      const read = readTraceback(parts.join(""));
      expect(read === undefined || read.frames.length > 0).toBe(true);
    }),
  );
});
