import { expect, test } from "vitest";
import { readTraceback } from "./traceback.ts";

test("Node: a place without a function, a stack line without a place", () => {
  const text = `file:///home/ana/shop/src/rates.js:2
  return rates[name].value;
                     ^

TypeError: Cannot read properties of undefined (reading 'value')
    at rateOf (file:///home/ana/shop/src/rates.js:2:22)
    at file:///home/ana/shop/src/rates.js:7:32
    at Array.map (<anonymous>)
    at Basket.total (file:///home/ana/shop/src/rates.js:7:18)
    at async file:///home/ana/shop/src/main.mjs:4:27

Node.js v24.21.0
`;
  expect(readTraceback(text)).toEqual({
    language: "javascript",
    error: { type: "TypeError", message: "Cannot read properties of undefined (reading 'value')" },
    frames: [
      { path: "file:///home/ana/shop/src/main.mjs", line: 4, column: 27 },
      { path: "file:///home/ana/shop/src/rates.js", line: 7, column: 18, functionName: "Basket.total" },
      { path: "file:///home/ana/shop/src/rates.js", line: 7, column: 32 },
      {
        path: "file:///home/ana/shop/src/rates.js",
        line: 2,
        column: 22,
        functionName: "rateOf",
        code: "return rates[name].value;",
      },
    ],
    causes: [],
  });
});

test("Node: what caused it", () => {
  const text = `file:///home/ana/shop/src/main.mjs:6
  try { rateOf("x", {}); } catch (error) { throw new Error("Could not add up", { cause: error }); }
                                                 ^

Error: Could not add up
    at file:///home/ana/shop/src/main.mjs:6:50
    at ModuleJob.run (node:internal/modules/esm/module_job:561:25)
    at async asyncRunEntryPointWithESMLoader (node:internal/modules/run_main:101:5) {
  [cause]: TypeError: Cannot read properties of undefined (reading 'value')
      at rateOf (file:///home/ana/shop/src/rates.js:2:22)
      at file:///home/ana/shop/src/main.mjs:6:9
}

Node.js v24.21.0
`;
  expect(readTraceback(text)).toEqual({
    language: "javascript",
    error: { type: "Error", message: "Could not add up" },
    frames: [
      {
        path: "node:internal/modules/run_main",
        line: 101,
        column: 5,
        functionName: "asyncRunEntryPointWithESMLoader",
      },
      { path: "node:internal/modules/esm/module_job", line: 561, column: 25, functionName: "ModuleJob.run" },
      {
        path: "file:///home/ana/shop/src/main.mjs",
        line: 6,
        column: 50,
        code: 'try { rateOf("x", {}); } catch (error) { throw new Error("Could not add up", { cause: error }); }',
      },
    ],
    causes: [{ type: "TypeError", message: "Cannot read properties of undefined (reading 'value')" }],
  });
});

test("Node: a syntax error's file stands above it alone", () => {
  const text = `file:///home/ana/shop/src/broken.mjs:1
const a = ;
          ^

SyntaxError: Unexpected token ';'
    at compileSourceTextModule (node:internal/modules/esm/utils:319:16)
    at TracingChannel.tracePromise (node:diagnostics_channel:362:14)

Node.js v24.21.0
`;
  expect(readTraceback(text)).toEqual({
    language: "javascript",
    error: { type: "SyntaxError", message: "Unexpected token ';'" },
    frames: [
      {
        path: "node:diagnostics_channel",
        line: 362,
        column: 14,
        functionName: "TracingChannel.tracePromise",
      },
      {
        path: "node:internal/modules/esm/utils",
        line: 319,
        column: 16,
        functionName: "compileSourceTextModule",
      },
      { path: "file:///home/ana/shop/src/broken.mjs", line: 1, column: 11, code: "const a = ;" },
    ],
    causes: [],
  });
});

test("Node: an error with a code", () => {
  const text = `node:internal/modules/esm/resolve:272
    throw new ERR_MODULE_NOT_FOUND(
          ^

Error [ERR_MODULE_NOT_FOUND]: Cannot find module '/home/ana/shop/src/none.mjs' imported from /home/ana/shop/src/main.mjs
    at finalizeResolution (node:internal/modules/esm/resolve:272:11)
    at TracingChannel.tracePromise (node:diagnostics_channel:362:14) {
  code: 'ERR_MODULE_NOT_FOUND',
  url: 'file:///home/ana/shop/src/none.mjs'
}

Node.js v24.21.0
`;
  expect(readTraceback(text)).toEqual({
    language: "javascript",
    error: {
      type: "Error",
      message:
        "[ERR_MODULE_NOT_FOUND] Cannot find module '/home/ana/shop/src/none.mjs' imported from /home/ana/shop/src/main.mjs",
    },
    frames: [
      {
        path: "node:diagnostics_channel",
        line: 362,
        column: 14,
        functionName: "TracingChannel.tracePromise",
      },
      {
        path: "node:internal/modules/esm/resolve",
        line: 272,
        column: 11,
        functionName: "finalizeResolution",
        code: "throw new ERR_MODULE_NOT_FOUND(",
      },
    ],
    causes: [],
  });
});

test("Node: several errors in one", () => {
  const text = `node:internal/modules/run_main:107
    triggerUncaughtException(
    ^

[AggregateError: All promises were rejected] {
  [errors]: [
    Error: one
        at file:///home/ana/shop/src/main.mjs:14:61
        at ModuleJob.run (node:internal/modules/esm/module_job:561:25)
  ]
}

Node.js v24.21.0
`;
  expect(readTraceback(text)).toEqual({
    language: "javascript",
    error: { type: "AggregateError", message: "All promises were rejected" },
    frames: [
      { path: "node:internal/modules/esm/module_job", line: 561, column: 25, functionName: "ModuleJob.run" },
      { path: "file:///home/ana/shop/src/main.mjs", line: 14, column: 61 },
    ],
    causes: [{ type: "Error", message: "one" }],
  });
});

test("Node: TypeScript that it runs itself", () => {
  const text = `file:///home/ana/shop/src/typed.ts:2
  return a + b + missing;
                 ^

ReferenceError: missing is not defined
    at add (file:///home/ana/shop/src/typed.ts:2:18)
    at file:///home/ana/shop/src/typed.ts:4:22
    at ModuleJob.run (node:internal/modules/esm/module_job:561:25)

Node.js v24.21.0
`;
  expect(readTraceback(text)).toEqual({
    language: "typescript",
    error: { type: "ReferenceError", message: "missing is not defined" },
    frames: [
      { path: "node:internal/modules/esm/module_job", line: 561, column: 25, functionName: "ModuleJob.run" },
      { path: "file:///home/ana/shop/src/typed.ts", line: 4, column: 22 },
      {
        path: "file:///home/ana/shop/src/typed.ts",
        line: 2,
        column: 18,
        functionName: "add",
        code: "return a + b + missing;",
      },
    ],
    causes: [],
  });
});

test("node:test", () => {
  const text = `✖ adds (2.329058ms)
✖ breaks (0.195304ms)
ℹ tests 2
ℹ suites 0
ℹ pass 0
ℹ fail 2
ℹ cancelled 0
ℹ skipped 0
ℹ todo 0
ℹ duration_ms 75.376877

✖ failing tests:

test at src/rates.test.js:2:1
✖ adds (2.329058ms)
  AssertionError [ERR_ASSERTION]: 3 == 4
      at TestContext.<anonymous> (file:///home/ana/shop/src/rates.test.js:3:10)
      at Test.runInAsyncScope (node:async_hooks:227:14)
      at startSubtestAfterBootstrap (node:internal/test_runner/harness:387:17) {
    generatedMessage: true,
    code: 'ERR_ASSERTION',
    actual: 3,
    expected: 4,
    operator: '==',
    diff: 'simple'
  }

test at src/rates.test.js:4:1
✖ breaks (0.195304ms)
  TypeError: Cannot read properties of undefined (reading 'value')
      at rateOf (file:///home/ana/shop/src/rates.js:2:22)
      at TestContext.<anonymous> (file:///home/ana/shop/src/rates.test.js:4:24)
      at Test.runInAsyncScope (node:async_hooks:227:14)
`;
  expect(readTraceback(text)).toEqual({
    language: "javascript",
    error: { type: "TypeError", message: "Cannot read properties of undefined (reading 'value')" },
    frames: [
      { path: "node:async_hooks", line: 227, column: 14, functionName: "Test.runInAsyncScope" },
      { path: "file:///home/ana/shop/src/rates.test.js", line: 4, column: 24 },
      { path: "file:///home/ana/shop/src/rates.js", line: 2, column: 22, functionName: "rateOf" },
    ],
    causes: [],
  });
});

test("vitest in colours", () => {
  const text = `
\u001b[41m\u001b[1m FAIL \u001b[22m\u001b[49m vt/rates.test.ts\u001b[2m > \u001b[22mrates\u001b[2m > \u001b[22madds
\u001b[31m\u001b[1mAssertionError\u001b[22m: expected 3 to deeply equal 4\u001b[39m

\u001b[32m- Expected\u001b[39m
\u001b[31m+ Received\u001b[39m

\u001b[32m- 4\u001b[39m
\u001b[31m+ 3\u001b[39m

\u001b[36m \u001b[2m❯\u001b[22m vt/rates.test.ts:\u001b[2m4:46\u001b[22m\u001b[39m
    \u001b[90m  2|\u001b[39m \u001b[34mdescribe\u001b[39m(\u001b[32m"rates"\u001b[39m\u001b[33m,\u001b[39m () \u001b[33m=>\u001b[39m {
    \u001b[90m  3|\u001b[39m   \u001b[34mtest\u001b[39m(\u001b[32m"adds"\u001b[39m\u001b[33m,\u001b[39m () \u001b[33m=>\u001b[39m {
    \u001b[90m  4|\u001b[39m     \u001b[34mexpect\u001b[39m(\u001b[34mrateOf\u001b[39m(\u001b[32m"a"\u001b[39m\u001b[33m,\u001b[39m { a\u001b[33m:\u001b[39m { value\u001b[33m:\u001b[39m \u001b[34m3\u001b[39m } }))\u001b[33m.\u001b[39m\u001b[34mtoEqual\u001b[39m(\u001b[34m4\u001b[39m)\u001b[33m;\u001b[39m
    \u001b[90m   |\u001b[39m                                              \u001b[31m^\u001b[39m
    \u001b[90m  5|\u001b[39m   })\u001b[33m;\u001b[39m
    \u001b[90m  6|\u001b[39m   \u001b[34mtest\u001b[39m(\u001b[32m"breaks"\u001b[39m\u001b[33m,\u001b[39m () \u001b[33m=>\u001b[39m {

\u001b[31m\u001b[2m⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯[1/2]⎯\u001b[22m\u001b[39m

\u001b[41m\u001b[1m FAIL \u001b[22m\u001b[49m vt/rates.test.ts\u001b[2m > \u001b[22mrates\u001b[2m > \u001b[22mbreaks
\u001b[31m\u001b[1mTypeError\u001b[22m: Cannot read properties of undefined (reading 'value')\u001b[39m
\u001b[36m \u001b[2m❯\u001b[22m rateOf src/rates.js:\u001b[2m2:22\u001b[22m\u001b[39m
    \u001b[90m  1|\u001b[39m \u001b[35mexport\u001b[39m \u001b[35mfunction\u001b[39m \u001b[34mrateOf\u001b[39m(name\u001b[33m,\u001b[39m rates) {
    \u001b[90m  2|\u001b[39m   \u001b[35mreturn\u001b[39m rates[name]\u001b[33m.\u001b[39mvalue\u001b[33m;\u001b[39m
    \u001b[90m   |\u001b[39m                      \u001b[31m^\u001b[39m
    \u001b[90m  3|\u001b[39m }
    \u001b[90m  4|\u001b[39m \u001b[35mexport\u001b[39m \u001b[35mclass\u001b[39m \u001b[33mBasket\u001b[39m {
\u001b[90m \u001b[2m❯\u001b[22m vt/rates.test.ts:\u001b[2m7:5\u001b[22m\u001b[39m

\u001b[31m\u001b[2m⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯[2/2]⎯\u001b[22m\u001b[39m


\u001b[2m Test Files \u001b[22m \u001b[1m\u001b[31m1 failed\u001b[39m\u001b[22m\u001b[90m (1)\u001b[39m
\u001b[2m      Tests \u001b[22m \u001b[1m\u001b[31m2 failed\u001b[39m\u001b[22m\u001b[90m (2)\u001b[39m
\u001b[2m   Start at \u001b[22m 13:49:24
\u001b[2m   Duration \u001b[22m 248ms\u001b[2m (import 33%, tests 30%, transform 28%, worker 9%)\u001b[22m

`;
  expect(readTraceback(text)).toEqual({
    language: "javascript",
    error: { type: "TypeError", message: "Cannot read properties of undefined (reading 'value')" },
    frames: [
      { path: "vt/rates.test.ts", line: 7, column: 5 },
      {
        path: "src/rates.js",
        line: 2,
        column: 22,
        functionName: "rateOf",
        code: "return rates[name].value;",
      },
    ],
    causes: [],
  });
});

test("jest", () => {
  const text = ` FAIL  src/rates.test.js
  rates
    ✕ adds (3 ms)

  ● rates › adds

    expect(received).toBe(expected) // Object.is equality

    Expected: 4
    Received: 3

      2 | describe("rates", () => {
      3 |   test("adds", () => {
    > 4 |     expect(rateOf("a", { a: { value: 3 } })).toBe(4);
        |                                              ^
      5 |   });
      6 | });

      at Object.toBe (src/rates.test.js:4:46)

Test Suites: 1 failed, 1 total
`;
  expect(readTraceback(text)).toEqual({
    language: "javascript",
    error: {
      type: "AssertionError",
      message: "expect(received).toBe(expected) // Object.is equality\nExpected: 4\nReceived: 3",
    },
    frames: [
      {
        path: "src/rates.test.js",
        line: 4,
        column: 46,
        functionName: "Object.toBe",
        code: 'expect(rateOf("a", { a: { value: 3 } })).toBe(4);',
      },
    ],
    causes: [],
  });
});
