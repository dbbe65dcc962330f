import { expect, test } from "vitest";
import { readTraceback } from "./traceback.ts";

test("Python: the frames with their code, the innermost last", () => {
  const text = `Traceback (most recent call last):
  File "/home/ana/shop/main.py", line 18, in <module>
    if sys.argv[1] == "key": Basket().show()
                             ^^^^^^^^^^^^^^^
  File "/home/ana/shop/main.py", line 13, in show
    print(total(["a", "b"]))
          ^^^^^^^^^^^^^^^^^
  File "/home/ana/shop/main.py", line 5, in total
    return sum(
           ^^^^
  File "/home/ana/shop/main.py", line 6, in <genexpr>
    rate_of(name, {"a": 1})
  File "/home/ana/shop/pkg/rates.py", line 2, in rate_of
    return rates[name] / 100
           ~~~~~^^^^^^
KeyError: 'b'
`;
  expect(readTraceback(text)).toEqual({
    language: "python",
    error: { type: "KeyError", message: "'b'" },
    frames: [
      {
        path: "/home/ana/shop/main.py",
        line: 18,
        functionName: "<module>",
        code: 'if sys.argv[1] == "key": Basket().show()',
      },
      { path: "/home/ana/shop/main.py", line: 13, functionName: "show", code: 'print(total(["a", "b"]))' },
      { path: "/home/ana/shop/main.py", line: 5, functionName: "total", code: "return sum(" },
      { path: "/home/ana/shop/main.py", line: 6, functionName: "<genexpr>", code: 'rate_of(name, {"a": 1})' },
      {
        path: "/home/ana/shop/pkg/rates.py",
        line: 2,
        functionName: "rate_of",
        code: "return rates[name] / 100",
      },
    ],
    causes: [],
  });
});

test("a log's times and services before the lines are left out", () => {
  const text = `web-1  | 2026-11-02T10:20:30.123Z Traceback (most recent call last):
web-1  | 2026-11-02T10:20:30.123Z   File "/home/ana/shop/main.py", line 18, in <module>
web-1  | 2026-11-02T10:20:30.123Z     if sys.argv[1] == "key": Basket().show()
web-1  | 2026-11-02T10:20:30.123Z                              ^^^^^^^^^^^^^^^
web-1  | 2026-11-02T10:20:30.123Z   File "/home/ana/shop/main.py", line 13, in show
web-1  | 2026-11-02T10:20:30.123Z     print(total(["a", "b"]))
web-1  | 2026-11-02T10:20:30.123Z           ^^^^^^^^^^^^^^^^^
web-1  | 2026-11-02T10:20:30.123Z   File "/home/ana/shop/main.py", line 5, in total
web-1  | 2026-11-02T10:20:30.123Z     return sum(
web-1  | 2026-11-02T10:20:30.123Z            ^^^^
web-1  | 2026-11-02T10:20:30.123Z   File "/home/ana/shop/main.py", line 6, in <genexpr>
web-1  | 2026-11-02T10:20:30.123Z     rate_of(name, {"a": 1})
web-1  | 2026-11-02T10:20:30.123Z   File "/home/ana/shop/pkg/rates.py", line 2, in rate_of
web-1  | 2026-11-02T10:20:30.123Z     return rates[name] / 100
web-1  | 2026-11-02T10:20:30.123Z            ~~~~~^^^^^^
web-1  | 2026-11-02T10:20:30.123Z KeyError: 'b'
web-1  | 2026-11-02T10:20:31Z done
`;
  expect(readTraceback(text)).toEqual({
    language: "python",
    error: { type: "KeyError", message: "'b'" },
    frames: [
      {
        path: "/home/ana/shop/main.py",
        line: 18,
        functionName: "<module>",
        code: 'if sys.argv[1] == "key": Basket().show()',
      },
      { path: "/home/ana/shop/main.py", line: 13, functionName: "show", code: 'print(total(["a", "b"]))' },
      { path: "/home/ana/shop/main.py", line: 5, functionName: "total", code: "return sum(" },
      { path: "/home/ana/shop/main.py", line: 6, functionName: "<genexpr>", code: 'rate_of(name, {"a": 1})' },
      {
        path: "/home/ana/shop/pkg/rates.py",
        line: 2,
        functionName: "rate_of",
        code: "return rates[name] / 100",
      },
    ],
    causes: [],
  });
});

test("chained errors: the last is the error, the others its causes", () => {
  const text = `Traceback (most recent call last):
  File "/home/ana/shop/pkg/rates.py", line 7, in parse
    return int(text)
           ^^^^^^^^^
ValueError: invalid literal for int() with base 10: 'x'

During handling of the above exception, another exception occurred:

Traceback (most recent call last):
  File "/home/ana/shop/pkg/rates.py", line 14, in load
    return parse(text)
           ^^^^^^^^^^^
  File "/home/ana/shop/pkg/rates.py", line 9, in parse
    raise RuntimeError("bad text")
RuntimeError: bad text

The above exception was the direct cause of the following exception:

Traceback (most recent call last):
  File "/home/ana/shop/main.py", line 19, in <module>
    if sys.argv[1] == "chain": load("x")
                               ^^^^^^^^^
  File "/home/ana/shop/pkg/rates.py", line 16, in load
    raise LookupError("cannot load") from error
LookupError: cannot load
`;
  expect(readTraceback(text)).toEqual({
    language: "python",
    error: { type: "LookupError", message: "cannot load" },
    frames: [
      {
        path: "/home/ana/shop/main.py",
        line: 19,
        functionName: "<module>",
        code: 'if sys.argv[1] == "chain": load("x")',
      },
      {
        path: "/home/ana/shop/pkg/rates.py",
        line: 16,
        functionName: "load",
        code: 'raise LookupError("cannot load") from error',
      },
    ],
    causes: [
      { type: "RuntimeError", message: "bad text" },
      { type: "ValueError", message: "invalid literal for int() with base 10: 'x'" },
    ],
  });
});

test("a syntax error's own place is the innermost frame", () => {
  const text = `Traceback (most recent call last):
  File "/home/ana/shop/main.py", line 20, in <module>
    if sys.argv[1] == "syntax": import pkg.broken
                                ^^^^^^^^^^^^^^^^^
  File "/home/ana/shop/pkg/broken.py", line 1
    def f(:
          ^
SyntaxError: invalid syntax
`;
  expect(readTraceback(text)).toEqual({
    language: "python",
    error: { type: "SyntaxError", message: "invalid syntax" },
    frames: [
      {
        path: "/home/ana/shop/main.py",
        line: 20,
        functionName: "<module>",
        code: 'if sys.argv[1] == "syntax": import pkg.broken',
      },
      { path: "/home/ana/shop/pkg/broken.py", line: 1, code: "def f(:" },
    ],
    causes: [],
  });
});

test("a syntax error of the file that was started has no header", () => {
  const text = `  File "/home/ana/shop/pkg/broken.py", line 1
    def f(:
          ^
SyntaxError: invalid syntax
`;
  expect(readTraceback(text)).toEqual({
    language: "python",
    error: { type: "SyntaxError", message: "invalid syntax" },
    frames: [{ path: "/home/ana/shop/pkg/broken.py", line: 1, code: "def f(:" }],
    causes: [],
  });
});

test("an exception group's parts are its causes", () => {
  const text = `  + Exception Group Traceback (most recent call last):
  |   File "/home/ana/shop/main.py", line 26, in <module>
  |     raise ExceptionGroup("several", errors)
  | ExceptionGroup: several (2 sub-exceptions)
  +-+---------------- 1 ----------------
    | Traceback (most recent call last):
    |   File "/home/ana/shop/main.py", line 24, in <module>
    |     try: int(text)
    |          ^^^^^^^^^
    | ValueError: invalid literal for int() with base 10: 'x'
    +---------------- 2 ----------------
    | Traceback (most recent call last):
    |   File "/home/ana/shop/main.py", line 24, in <module>
    |     try: int(text)
    |          ^^^^^^^^^
    | ValueError: invalid literal for int() with base 10: 'y'
    +------------------------------------
`;
  expect(readTraceback(text)).toEqual({
    language: "python",
    error: { type: "ExceptionGroup", message: "several (2 sub-exceptions)" },
    frames: [
      {
        path: "/home/ana/shop/main.py",
        line: 26,
        functionName: "<module>",
        code: 'raise ExceptionGroup("several", errors)',
      },
    ],
    causes: [
      { type: "ValueError", message: "invalid literal for int() with base 10: 'x'" },
      { type: "ValueError", message: "invalid literal for int() with base 10: 'y'" },
    ],
  });
});

test("a message's indented lines belong to it", () => {
  const text = `Traceback (most recent call last):
  File "/home/ana/shop/main.py", line 27, in <module>
    if sys.argv[1] == "multi": raise ValueError("first\\n  second\\nthird")
                               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
ValueError: first
  second
third
`;
  expect(readTraceback(text)).toEqual({
    language: "python",
    error: { type: "ValueError", message: "first\n  second" },
    frames: [
      {
        path: "/home/ana/shop/main.py",
        line: 27,
        functionName: "<module>",
        code: 'if sys.argv[1] == "multi": raise ValueError("first\\n  second\\nthird")',
      },
    ],
    causes: [],
  });
});

test("the last of several, whatever is printed after it", () => {
  const text = `Traceback (most recent call last):
  File "/home/ana/shop/main.py", line 18, in <module>
    if sys.argv[1] == "key": Basket().show()
                             ^^^^^^^^^^^^^^^
  File "/home/ana/shop/main.py", line 13, in show
    print(total(["a", "b"]))
          ^^^^^^^^^^^^^^^^^
  File "/home/ana/shop/main.py", line 5, in total
    return sum(
           ^^^^
  File "/home/ana/shop/main.py", line 6, in <genexpr>
    rate_of(name, {"a": 1})
  File "/home/ana/shop/pkg/rates.py", line 2, in rate_of
    return rates[name] / 100
           ~~~~~^^^^^^
KeyError: 'b'

$ python main.py chain
Traceback (most recent call last):
  File "/home/ana/shop/main.py", line 19, in <module>
    if sys.argv[1] == "chain": load("x")
                               ^^^^^^^^^
  File "/home/ana/shop/pkg/rates.py", line 16, in load
    raise LookupError("cannot load") from error
LookupError: cannot load
$ ls
main.py
`;
  expect(readTraceback(text)).toEqual({
    language: "python",
    error: { type: "LookupError", message: "cannot load" },
    frames: [
      {
        path: "/home/ana/shop/main.py",
        line: 19,
        functionName: "<module>",
        code: 'if sys.argv[1] == "chain": load("x")',
      },
      {
        path: "/home/ana/shop/pkg/rates.py",
        line: 16,
        functionName: "load",
        code: 'raise LookupError("cannot load") from error',
      },
    ],
    causes: [],
  });
});
