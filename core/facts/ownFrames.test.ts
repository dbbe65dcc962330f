import { expect, test } from "vitest";
import { failingFrame, ownFrames } from "./ownFrames.ts";
import type { Traceback } from "./traceback.ts";

const root = "/home/ana/shop";
const files = new Set([
  "src/rates.ts",
  "src/a b.ts",
  "main.py",
  "pkg/rates.py",
  "pkg/util.py",
  "lib/util.py",
]);

function tracebackOf(...paths: string[]): Traceback {
  return {
    language: "python",
    error: { type: "KeyError", message: "'b'" },
    frames: paths.map((path, index) => ({ path, line: index + 1 })),
    causes: [],
  };
}

test.each([
  ["/home/ana/shop/pkg/rates.py", "pkg/rates.py"],
  ["pkg/rates.py", "pkg/rates.py"],
  ["./pkg/rates.py", "pkg/rates.py"],
  ["file:///home/ana/shop/src/a%20b.ts", "src/a b.ts"],
  ["file:///home/ana/shop/src/rates.ts?t=17", "src/rates.ts"],
  ["rates.ts", "src/rates.ts"],
  ["/app/pkg/rates.py", "pkg/rates.py"],
  ["C:\\work\\shop\\pkg\\rates.py", "pkg/rates.py"],
  ["util.py", undefined],
  ["/usr/lib/python3.11/site-packages/pkg/rates.py", undefined],
  ["/usr/main.py", undefined],
  ["node:fs", undefined],
  ["<string>", undefined],
  ["file:///%zz", undefined],
])("%s is %s", (written, path) => {
  expect(ownFrames(tracebackOf(written), root, files)).toEqual(path === undefined ? [] : [{ path, line: 1 }]);
});

test("the failing frame is the innermost of the workspace", () => {
  const traceback = tracebackOf(
    "main.py",
    "/home/ana/shop/pkg/rates.py",
    "/usr/lib/python3.11/json/decoder.py",
  );
  expect(failingFrame(traceback, `${root}/`, files)).toEqual({ path: "pkg/rates.py", line: 2 });
  expect(failingFrame(tracebackOf("/usr/x.py"), root, files)).toBeUndefined();
});
