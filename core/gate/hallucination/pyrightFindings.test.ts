import fc from "fast-check";
import { expect, test } from "vitest";
import { callKeywords } from "./callKeywords.ts";
import { neutralPython, neutralScript } from "./neutralize.ts";
import { isGuardedImport, isParameterUnknown, isUnknownToHover, suspicionOf } from "./pyrightFindings.ts";

const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } };

test("neutral texts keep their length and their line ends", () => {
  const piece = fc.constantFrom(
    "# type: ignore",
    "# pyright: basic",
    "// @ts-nocheck",
    "not TYPE_CHECKING",
    "\r\n",
    "\n",
    "'#'",
    "x",
    " ",
  );
  fc.assert(
    fc.property(fc.array(piece), (pieces) => {
      const source = pieces.join("");
      for (const neutral of [neutralPython(source), neutralScript(source)]) {
        expect(neutral.length).toBe(source.length);
        expect(neutral.replace(/[^\r\n]/g, ".")).toBe(source.replace(/[^\r\n]/g, "."));
      }
      expect(neutralPython(source)).not.toMatch(/#.*(?:pyright:|type: ignore)/);
      expect(neutralScript(source)).not.toContain("@ts-nocheck");
    }),
  );
});

test.each([
  ["f(a, b=1, c = 'x=2', d={'e': 3}, g=h(i=4))", ["b", "c", "d", "g"]],
  ["f(k=(1, 2), # c=3\n  l=4)", ["k", "l"]],
  ["a(x=1).f(y=2)", ["y"]],
  ["f(a == b, c <= d)", []],
  ["f(**options)", undefined],
  ["f(lambda x=1: x, z=2)", ["z"]],
])("keywords of %s", (call, expected) => {
  const found = callKeywords(call);
  expect(found?.map(({ name }) => name)).toEqual(expected);
  for (const { name, start } of found ?? []) expect(call.slice(start, start + name.length)).toBe(name);
});

test("a parameter is unknown only where every signature is read and none is open", () => {
  const signatures =
    "(function)\ndef run(\n    args: _CMD,\n    timeout: float | None = None\n) -> int: ...\n\ndef run(\n    args: bytes\n) -> int: ...\n\nRuns it.";
  expect(isParameterUnknown(signatures, "timeouts")).toBe(true);
  expect(isParameterUnknown(signatures, "timeout")).toBe(false);
  expect(isParameterUnknown("(function) def f(a: int, **options: Any) -> None", "x")).toBe(false);
  expect(isParameterUnknown("Runs it.", "x")).toBe(false);
});

test("hover tells whether any type of a union has a member", () => {
  expect(isUnknownToHover("(function) nothing: Any")).toBe(true);
  expect(isUnknownToHover(undefined)).toBe(true);
  expect(isUnknownToHover("(method) upper: Any | (() -> str)")).toBe(false);
});

test("a guarded import is one under a try that catches its failure", () => {
  const guarded = "try:\n    import zzz\nexcept ImportError:\n    zzz = None\n";
  expect(isGuardedImport(guarded, guarded.indexOf("zzz"))).toBe(true);
  const other = "try:\n    import zzz\nexcept ValueError:\n    pass\n";
  expect(isGuardedImport(other, other.indexOf("zzz"))).toBe(false);
  expect(isGuardedImport("try:\n    a()\nexcept ImportError: ...\nimport zzz\n", 40)).toBe(false);
});

test("what pyright says beside is not the gate's business", () => {
  const say = (code: string, message: string) => suspicionOf({ range, code, message })?.kind;
  expect(say("reportCallIssue", 'No parameter named "x"')).toBe("parameter");
  expect(say("reportCallIssue", 'Object of type "Module" is not callable')).toBe(undefined);
  expect(say("reportArgumentType", 'Argument of type "int" cannot be assigned')).toBe(undefined);
  expect(
    say(
      "reportAttributeAccessIssue",
      'Cannot assign to attribute "x" for class "A"\n  Attribute "x" is unknown',
    ),
  ).toBe(undefined);
});
