import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { branchesToCover } from "../../../../core/facts/branches.ts";
import { variablesAt } from "../../../../core/facts/failingLine.ts";
import { definitionsIn, importsIn } from "../../../../core/facts/identifiersIn.ts";
import { enclosingDefinition, outlineOf } from "../../../../core/facts/outline.ts";
import { referencesTo } from "../../../../core/facts/references.ts";
import { testStubs } from "../../../../core/facts/testStubs.ts";
import { wouldBreak } from "../../../../core/facts/wouldBreak.ts";
import { errorsIn } from "../../../../core/syntax/syntaxNode.ts";
import { readTree } from "../../../fixtures/readTree.ts";
import { treeSitterParser } from "../treeSitterParser.ts";

beforeAll(() => Promise.all(["python", "typescript"].map(treeSitterParser.load)));

/** Every fact of a text; gives the lines that they name, and the names of definitions. */
function allFacts(path: string, source: string): { readonly lines: number[]; readonly names: string[] } {
  const tree = readTree(path, source);
  const last = source.split("\n").length - 1;
  const definitions = definitionsIn(tree);
  const outlines = outlineOf({ ...tree, startLine: 0, endLine: last });
  const middle = Math.floor(last / 2);
  const around = enclosingDefinition({ ...tree, line: middle });
  const goals = outlines.flatMap(({ name }) => branchesToCover({ ...tree, functionName: name }));
  const references = referencesTo({ name: "f", definingPath: path, files: [tree] });
  for (const outline of outlines) wouldBreak({ outline, references });
  return {
    lines: [
      ...definitions.flatMap(({ startLine, endLine }) => [startLine, endLine]),
      ...importsIn(tree).map(({ line }) => line),
      ...outlines.flatMap((one) => [one.startLine, one.endLine]),
      ...outlines.flatMap(({ sideEffects, exceptions, calls }) =>
        [...sideEffects, ...exceptions, ...calls].map(({ line }) => line),
      ),
      ...(around === undefined ? [] : [around.startLine, around.endLine, around.bodyStartLine]),
      ...variablesAt({ ...tree, line: middle }).flatMap(({ definedAt }) => definedAt.map(({ line }) => line)),
      ...goals.flatMap(({ line, provenBy }) => [line, ...(provenBy?.lines ?? [])]),
      ...references.map(({ line }) => line),
    ],
    names: outlines.map(({ name }) => name),
  };
}

const python = [
  ...["def f(a, *, b=1):\n", "class C(B):\n", "  x = 1\n", "    return f(a)\n", "  if a > 1 and not b:\n"],
  ...[
    "@d\n",
    "async ",
    "for i in (a, b):\n",
    "try:\n",
    "except E as e:\n",
    "    raise\n",
    "lambda x: ",
    "match a:\n",
  ],
  ...[
    "  case [x, *y]:\n",
    "import a.b as c\n",
    "from . import f\n",
    "global x\n",
    "self.x += 1\n",
    "(",
    ")",
    "[",
    ":",
  ],
  ...[
    "with a as (b, c):\n",
    "print(f)\n",
    '"""',
    "#",
    "\r\n",
    "é",
    "𝒳",
    "while x:\n",
    "yield x\n",
    "\\",
    "*",
    "del a[0]\n",
  ],
];
const script = [
  ...[
    "function f(a, {b = 1}, ...c) {\n",
    "class C extends B {\n",
    "}\n",
    "const f = async (x) => {\n",
    "return f(a);\n",
  ],
  ...[
    "if (a > 1 && !b) ",
    "else ",
    "for (const [x] of y) ",
    "try {",
    "} catch (e) {",
    "throw new E();\n",
    "switch (a) {",
  ],
  ...[
    "case 1:",
    "default:",
    'import { f as g } from "./a";\n',
    'const q = require("w");\n',
    "export default ",
    "this.x++;",
  ],
  ...[
    "<A b={c}>",
    "</A>",
    "`${",
    "`",
    "(",
    ")",
    "=> ",
    "/*",
    "*/",
    "//",
    "\r\n",
    "𝒳",
    "a?.b!.c",
    ": T<string>",
    "enum E { A }",
  ],
];

test.each([
  ["a.py", python],
  ["a.tsx", script],
  ["a.ts", script],
])(
  "PROPERTY: of any text of %s there are facts, no errors, and every line is the text's own",
  (path, pieces) => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 40 }), (parts) => {
        const source = parts.join("");
        const last = source.split("\n").length - 1;
        expect(allFacts(path, source).lines.filter((line) => line < 0 || line > last)).toEqual([]);
      }),
      { numRuns: 300 },
    );
  },
);

test("PROPERTY: the test file for any readable function is readable, and its tests' names differ", () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...python), { maxLength: 12 }), (parts) => {
      const tree = readTree(
        "a.py",
        `def f(a):\n    if a: pass\n    ${parts.join("").replaceAll("\n", " ")}\n`,
      );
      const goals = branchesToCover({ ...tree, functionName: "f" });
      const text = testStubs({ functionName: "f", goals, runner: "pytest", importPath: "a", inputs: [] });
      expect(errorsIn(readTree("a.py", text).root)).toEqual([]);
      expect(new Set(goals.map(({ name }) => name)).size).toBe(goals.length);
    }),
  );
});

test.each([
  ["a.py", "x = (1,\n"],
  ["a.py", "f(a)\n"],
  ["a.py", "def f(a):\n  return f(a)\n"],
  ["a.py", "if a and b:\n  a.b = c\n"],
  ["a.py", "@d\n"],
  ["a.ts", "const f = () => f(a);\n"],
  ["a.ts", "f();"],
  ["a.ts", "}{"],
  ["a.ts", 'import { f } from "./f";\n'],
  ["a.py", "  if a:\n    return 1\n", "def f(a):\n"],
  ["a.ts", "if (a) return 1; else\n", "function f(a) {\n"],
  ["a.ts", "case 1:\nf();\n", "function f(a) { switch (a) {\n"],
])("a hundred kilobytes of %s: %j is read to its end", (path, piece, head = "") => {
  const source = head + piece.repeat(Math.ceil(100_000 / piece.length));
  const tree = readTree(path, source);
  definitionsIn(tree);
  importsIn(tree);
  enclosingDefinition({ ...tree, line: 5 });
  variablesAt({ ...tree, line: 5 });
  outlineOf({ ...tree, startLine: 0, endLine: 100_000 });
  branchesToCover({ ...tree, functionName: "f" });
  referencesTo({ name: "f", definingPath: path, files: [tree] });
  // What grows out of bounds ends in the runner's own limit.
  expect(tree.source).toBe(source);
});
