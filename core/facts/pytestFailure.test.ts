import { expect, test } from "vitest";
import { readTraceback } from "./traceback.ts";

test("pytest's long form: a frame for each place, what it captured left out", () => {
  const text = `============================= test session starts ==============================
platform linux -- Python 3.11.7, pytest-9.0.3, pluggy-1.6.0
benchmark: 5.2.3 (defaults: timer=time.perf_counter disable_gc=False min_rounds=5 min_time=0.000005 max_time=1.0 calibration_precision=10 warmup=False warmup_iterations=100000)
rootdir: /home/ana/shop
plugins: hypothesis-6.155.2, benchmark-5.2.3
collected 4 items / 3 deselected / 1 selected

tests/test_rates.py F                                                    [100%]

=================================== FAILURES ===================================
_________________________________ test_missing _________________________________

    def test_missing():
        print("Traceback (most recent call last):")
>       helper({"a": 1})

tests/test_rates.py:15: 
_ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ 
tests/test_rates.py:19: in helper
    return rate_of("b", rates)
           ^^^^^^^^^^^^^^^^^^^
_ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ 

name = 'b', rates = {'a': 1}

    def rate_of(name, rates):
>       return rates[name] / 100
               ^^^^^^^^^^^
E       KeyError: 'b'

pkg/rates.py:2: KeyError
----------------------------- Captured stdout call -----------------------------
Traceback (most recent call last):
=========================== short test summary info ============================
FAILED tests/test_rates.py::test_missing - KeyError: 'b'
======================= 1 failed, 3 deselected in 0.88s ========================
`;
  expect(readTraceback(text)).toEqual({
    language: "python",
    error: { type: "KeyError", message: "'b'" },
    frames: [
      { path: "tests/test_rates.py", line: 15, functionName: "test_missing", code: 'helper({"a": 1})' },
      { path: "tests/test_rates.py", line: 19, functionName: "helper", code: 'return rate_of("b", rates)' },
      { path: "pkg/rates.py", line: 2, functionName: "rate_of", code: "return rates[name] / 100" },
    ],
    causes: [],
  });
});

test("pytest's short form, chained", () => {
  const text = `============================= test session starts ==============================
platform linux -- Python 3.11.7, pytest-9.0.3, pluggy-1.6.0
benchmark: 5.2.3 (defaults: timer=time.perf_counter disable_gc=False min_rounds=5 min_time=0.000005 max_time=1.0 calibration_precision=10 warmup=False warmup_iterations=100000)
rootdir: /home/ana/shop
plugins: hypothesis-6.155.2, benchmark-5.2.3
collected 4 items

tests/test_rates.py .FFF                                                 [100%]

=================================== FAILURES ===================================
__________________________________ test_wrong __________________________________
tests/test_rates.py:10: in test_wrong
    assert rate_of("a", {"a": 50}) == 2
E   AssertionError: assert 0.5 == 2
E    +  where 0.5 = rate_of('a', {'a': 50})
_________________________________ test_missing _________________________________
tests/test_rates.py:15: in test_missing
    helper({"a": 1})
tests/test_rates.py:19: in helper
    return rate_of("b", rates)
           ^^^^^^^^^^^^^^^^^^^
pkg/rates.py:2: in rate_of
    return rates[name] / 100
           ^^^^^^^^^^^
E   KeyError: 'b'
----------------------------- Captured stdout call -----------------------------
Traceback (most recent call last):
__________________________________ test_chain __________________________________
pkg/rates.py:7: in parse
    return int(text)
           ^^^^^^^^^
E   ValueError: invalid literal for int() with base 10: 'x'

During handling of the above exception, another exception occurred:
pkg/rates.py:14: in load
    return parse(text)
           ^^^^^^^^^^^
pkg/rates.py:9: in parse
    raise RuntimeError("bad text")
E   RuntimeError: bad text

The above exception was the direct cause of the following exception:
tests/test_rates.py:23: in test_chain
    load("x")
pkg/rates.py:16: in load
    raise LookupError("cannot load") from error
E   LookupError: cannot load
=========================== short test summary info ============================
FAILED tests/test_rates.py::test_wrong - AssertionError: assert 0.5 == 2
FAILED tests/test_rates.py::test_missing - KeyError: 'b'
FAILED tests/test_rates.py::test_chain - LookupError: cannot load
========================= 3 failed, 1 passed in 0.82s ==========================
`;
  expect(readTraceback(text)).toEqual({
    language: "python",
    error: { type: "LookupError", message: "cannot load" },
    frames: [
      { path: "tests/test_rates.py", line: 23, functionName: "test_chain", code: 'load("x")' },
      {
        path: "pkg/rates.py",
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

test("pytest's long form in colours", () => {
  const text = `\u001b[31m\u001b[1m__________ test_chain ___________\u001b[0m
The above exception was the direct cause of the following exception:\u001b[0m

    \u001b[0m\u001b[94mdef\u001b[39;49;00m\u001b[90m \u001b[39;49;00m\u001b[92mtest_chain\u001b[39;49;00m():\u001b[90m\u001b[39;49;00m
>       load(\u001b[33m"\u001b[39;49;00m\u001b[33mx\u001b[39;49;00m\u001b[33m"\u001b[39;49;00m)\u001b[90m\u001b[39;49;00m

\u001b[1m\u001b[31mtests/test_rates.py\u001b[0m:23: 
_ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ 

text = 'x'

    \u001b[0m\u001b[94mdef\u001b[39;49;00m\u001b[90m \u001b[39;49;00m\u001b[92mload\u001b[39;49;00m(text):\u001b[90m\u001b[39;49;00m
        \u001b[94mtry\u001b[39;49;00m:\u001b[90m\u001b[39;49;00m
            \u001b[94mreturn\u001b[39;49;00m parse(text)\u001b[90m\u001b[39;49;00m
        \u001b[94mexcept\u001b[39;49;00m \u001b[96mRuntimeError\u001b[39;49;00m \u001b[94mas\u001b[39;49;00m error:\u001b[90m\u001b[39;49;00m
>           \u001b[94mraise\u001b[39;49;00m \u001b[96mLookupError\u001b[39;49;00m(\u001b[33m"\u001b[39;49;00m\u001b[33mcannot load\u001b[39;49;00m\u001b[33m"\u001b[39;49;00m) \u001b[94mfrom\u001b[39;49;00m\u001b[90m \u001b[39;49;00m\u001b[04m\u001b[96merror\u001b[39;49;00m\u001b[90m\u001b[39;49;00m
\u001b[1m\u001b[31mE           LookupError: cannot load\u001b[0m

\u001b[1m\u001b[31mpkg/rates.py\u001b[0m:16: LookupError
\u001b[36m\u001b[1m=========================== short test summary info ============================\u001b[0m
\u001b[31mFAILED\u001b[0m tests/test_rates.py::\u001b[1mtest_wrong\u001b[0m - AssertionError: assert 0.5 == 2
\u001b[31mFAILED\u001b[0m tests/test_rates.py::\u001b[1mtest_missing\u001b[0m - KeyError: 'b'
\u001b[31mFAILED\u001b[0m tests/test_rates.py::\u001b[1mtest_chain\u001b[0m - LookupError: cannot load
\u001b[31m========================= \u001b[31m\u001b[1m3 failed\u001b[0m, \u001b[32m1 passed\u001b[0m\u001b[31m in 0.88s\u001b[0m\u001b[31m ==========================\u001b[0m
`;
  expect(readTraceback(text)).toEqual({
    language: "python",
    error: { type: "LookupError", message: "cannot load" },
    frames: [
      { path: "tests/test_rates.py", line: 23, functionName: "test_chain", code: 'load("x")' },
      {
        path: "pkg/rates.py",
        line: 16,
        functionName: "load",
        code: 'raise LookupError("cannot load") from error',
      },
    ],
    causes: [],
  });
});

test("pytest's one line", () => {
  const text = `============================= test session starts ==============================
platform linux -- Python 3.11.7, pytest-9.0.3, pluggy-1.6.0
benchmark: 5.2.3 (defaults: timer=time.perf_counter disable_gc=False min_rounds=5 min_time=0.000005 max_time=1.0 calibration_precision=10 warmup=False warmup_iterations=100000)
rootdir: /home/ana/shop
plugins: hypothesis-6.155.2, benchmark-5.2.3
collected 4 items / 3 deselected / 1 selected

tests/test_rates.py F                                                    [100%]

=================================== FAILURES ===================================
E   KeyError: 'b'
----------------------------- Captured stdout call -----------------------------
Traceback (most recent call last):
/home/ana/shop/pkg/rates.py:2: KeyError: 'b'
=========================== short test summary info ============================
FAILED tests/test_rates.py::test_missing - KeyError: 'b'
======================= 1 failed, 3 deselected in 0.76s ========================
`;
  expect(readTraceback(text)).toEqual({
    language: "python",
    error: { type: "KeyError", message: "'b'" },
    frames: [{ path: "/home/ana/shop/pkg/rates.py", line: 2 }],
    causes: [],
  });
});

test("an assertion with what pytest says of its values", () => {
  const text = `============================= test session starts ==============================
platform linux -- Python 3.11.7, pytest-9.0.3, pluggy-1.6.0
benchmark: 5.2.3 (defaults: timer=time.perf_counter disable_gc=False min_rounds=5 min_time=0.000005 max_time=1.0 calibration_precision=10 warmup=False warmup_iterations=100000)
rootdir: /home/ana/shop
plugins: hypothesis-6.155.2, benchmark-5.2.3
collected 4 items / 3 deselected / 1 selected

tests/test_rates.py F                                                    [100%]

=================================== FAILURES ===================================
__________________________________ test_wrong __________________________________

    def test_wrong():
>       assert rate_of("a", {"a": 50}) == 2
E       AssertionError: assert 0.5 == 2
E        +  where 0.5 = rate_of('a', {'a': 50})

tests/test_rates.py:10: AssertionError
=========================== short test summary info ============================
FAILED tests/test_rates.py::test_wrong - AssertionError: assert 0.5 == 2
======================= 1 failed, 3 deselected in 0.90s ========================
`;
  expect(readTraceback(text)).toEqual({
    language: "python",
    error: { type: "AssertionError", message: "assert 0.5 == 2\n+  where 0.5 = rate_of('a', {'a': 50})" },
    frames: [
      {
        path: "tests/test_rates.py",
        line: 10,
        functionName: "test_wrong",
        code: 'assert rate_of("a", {"a": 50}) == 2',
      },
    ],
    causes: [],
  });
});
