import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { chunk } from "../../../core/retrieval/chunk.ts";
import { type Outline, outlineOf } from "../../../core/retrieval/outline.ts";
import { outlineRulesOf } from "../../../core/retrieval/outlineRules.ts";
import { treeSitterWalker } from "./treeSitterParser.ts";

beforeAll(async () => {
  await treeSitterWalker.load("python");
  await treeSitterWalker.load("typescript");
});

function outline(language: string, path: string, text: string): Outline | undefined {
  const rules = outlineRulesOf(language);
  if (rules === undefined) throw new Error(`There are no rules for ${language}.`);
  return treeSitterWalker.walk(language, path, text, (cursor) => outlineOf(cursor, text, rules));
}

const shape = (language: string, path: string, text: string) =>
  chunk(path, text, outline(language, path, text)).map(({ startLine, endLine, symbols }) => [
    startLine,
    endLine,
    symbols.join(" "),
  ]);
const body = (lines: number, indent: string) => `${indent}step()\n`.repeat(lines);

test("Python: functions with decorators, comments and docstrings, class heads, methods by their qualified name", () => {
  const text = `"""Module."""
import os
${"x = 1  # why\n".repeat(6)}
# about one
@cached
async def one():
    """Doc."""
${body(8, "    ")}

class Two(Base):
    """Doc of Two."""

${"    field = 1\n".repeat(6)}
    # about three
    @property
    def three(self):
${body(8, "        ")}
    class Inner:
        def four(self):
${body(30, "            ")}
if main:
${body(7, "    ")}`;
  expect(shape("python", "a.py", text)).toEqual([
    [1, 8, ""],
    [10, 21, "one"],
    [24, 32, "Two"],
    [34, 46, "Two.three Two.Inner"],
    [47, 77, "Two.Inner.four"],
    [79, 86, ""],
  ]);
  expect(outline("python", "a.py", text)?.definitions).toMatchObject([
    { name: "one", qualified: "one", kind: "function", startLine: 11, endLine: 21 },
    { name: "Two", qualified: "Two", kind: "class" },
    { name: "three", qualified: "Two.three", kind: "method" },
    { name: "Inner", qualified: "Two.Inner", kind: "class" },
    { name: "four", qualified: "Two.Inner.four", kind: "method" },
  ]);
});

test("TypeScript: exports, classes, arrow functions, namespaces and what is declared", () => {
  const text = `import a from "a";
/** About one. */
export async function one(): Promise<void> {
${body(8, "  ")}}

export const two = (a: string): string => {
${body(8, "  ")}};

@Decorated()
export default class Three extends Base {
  #field = 1;
${"  other = 2;\n".repeat(6)}
  /** About four. */
  @bound
  private async four<T>(a: string) {
${body(8, "    ")}  }
  get five() {
${body(20, "    ")}  }
}
export interface Six {
${"  a: string;\n".repeat(6)}}
namespace Seven {
  export function eight() {
${body(30, "    ")}  }
}
type Nine = string;
`;
  const symbols = shape("typescript", "a.ts", text).map(([, , symbol]) => symbol);
  expect(symbols).toEqual([
    "one",
    "two",
    "Three",
    "Three.four",
    "Three.five",
    "Six Seven",
    "Seven.eight",
    "Nine",
  ]);
});

test("a long function is cut between its outermost statements", () => {
  const branch = (name: string, lines: number) => `    if ${name}:\n${body(lines, "        ")}`;
  const text = `def long():\n${branch("a", 24)}${branch("b", 24)}${branch("c", 24)}${branch("d", 90)}`;
  expect(shape("python", "a.py", text)).toEqual([
    [1, 51, "long"],
    [52, 76, "long"],
    [77, 136, "long"],
    [137, 167, "long"],
  ]);
});

test("what does not parse is left to the cut by lines", () => {
  expect(outline("python", "a.py", `${"<html> {{ ??? }} ((\n".repeat(40)}`)).toBeUndefined();
  expect(outline("typescript", "a.ts", "SELECT * FROM a WHERE b = 'c; \n".repeat(40))).toBeUndefined();
});

test("whatever the text: pieces are in order, at most 60 lines and leave out only blank ones", () => {
  const line = fc.constantFrom(
    "",
    "def f():",
    "    x = 1",
    "class A:",
    "    def g(self):",
    "        if x:",
    "@dec",
    "# note",
    '"""',
    "x = (",
    "export class B {",
    "  m() { return 1; }",
    "}",
    "const f = () => {",
  );
  fc.assert(
    fc.property(
      fc.array(line, { maxLength: 200 }),
      fc.constantFrom("python", "typescript"),
      (lines, language) => {
        const path = language === "python" ? "a.py" : "a.ts";
        const text = lines.join("\n");
        const seen = new Set<number>();
        let last = 0;
        for (const piece of chunk(path, text, outline(language, path, text))) {
          expect(piece.startLine).toBeGreaterThan(last);
          last = piece.endLine;
          expect(piece.endLine - piece.startLine).toBeLessThan(60);
          expect(piece.text).toBe(lines.slice(piece.startLine - 1, piece.endLine).join("\n"));
          for (let number = piece.startLine; number <= piece.endLine; number++) seen.add(number);
        }
        for (const [index, one] of lines.entries()) if (one !== "") expect(seen).toContain(index + 1);
      },
    ),
  );
});
