import { expect, test } from "vitest";
import { readTraceback } from "./traceback.ts";

test("tsc: the first error of its last run", () => {
  const text = `src/old.ts(1,1): error TS2304: Cannot find name 'old'.
$ npx tsc
src/typed.ts(2,18): error TS2304: Cannot find name 'missing'.
src/typed.ts(4,7): error TS2322: Type 'number' is not assignable to type 'string'.
src/typed.ts(4,22): error TS2554: Expected 2 arguments, but got 1.
`;
  expect(readTraceback(text)).toEqual({
    language: "typescript",
    error: { type: "TS2304", message: "Cannot find name 'missing'." },
    frames: [{ path: "src/typed.ts", line: 2, column: 18 }],
    causes: [],
  });
});

test("tsc in colours", () => {
  const text = `\u001b[96msrc/typed.ts\u001b[0m:\u001b[93m2\u001b[0m:\u001b[93m18\u001b[0m - \u001b[91merror\u001b[0m\u001b[90m TS2304: \u001b[0mCannot find name 'missing'.

\u001b[7m2\u001b[0m   return a + b + missing;
\u001b[7m \u001b[0m \u001b[91m                 ~~~~~~~\u001b[0m

\u001b[96msrc/typed.ts\u001b[0m:\u001b[93m4\u001b[0m:\u001b[93m7\u001b[0m - \u001b[91merror\u001b[0m\u001b[90m TS2322: \u001b[0mType 'number' is not assignable to type 'string'.

\u001b[7m4\u001b[0m const text: string = add(1);
\u001b[7m \u001b[0m \u001b[91m      ~~~~\u001b[0m

\u001b[96msrc/typed.ts\u001b[0m:\u001b[93m4\u001b[0m:\u001b[93m22\u001b[0m - \u001b[91merror\u001b[0m\u001b[90m TS2554: \u001b[0mExpected 2 arguments, but got 1.

\u001b[7m4\u001b[0m const text: string = add(1);
\u001b[7m \u001b[0m \u001b[91m                     ~~~\u001b[0m

  \u001b[96msrc/typed.ts\u001b[0m:\u001b[93m1\u001b[0m:\u001b[93m32\u001b[0m - An argument for 'b' was not provided.
    \u001b[7m1\u001b[0m export function add(a: number, b: number): number {
    \u001b[7m \u001b[0m \u001b[96m                               ~~~~~~~~~\u001b[0m


Found 3 errors in the same file, starting at: src/typed.ts\u001b[90m:2\u001b[0m

`;
  expect(readTraceback(text)).toEqual({
    language: "typescript",
    error: { type: "TS2304", message: "Cannot find name 'missing'." },
    frames: [{ path: "src/typed.ts", line: 2, column: 18, code: "return a + b + missing;" }],
    causes: [],
  });
});
