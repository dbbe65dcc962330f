import fc from "fast-check";
import { expect, test } from "vitest";
import { chunk } from "./chunk.ts";
import { tokenize } from "./tokenize.ts";

const shape = (path: string, text: string) =>
  chunk(path, text).map(({ startLine, endLine, symbols }) => [startLine, endLine, symbols.join(" ")]);
const body = (lines: number, indent: string) => `${indent}step()\n`.repeat(lines);

test("Python is cut at functions, classes and methods, with their decorators and comments", () => {
  const text = `import os\n\n\n${"x = 1\n".repeat(6)}# about one\n@cached\ndef one():\n${body(8, "    ")}\n\nclass Two:\n    """Doc."""\n\n${body(5, "    ")}    async def three(self):\n${body(8, "        ")}`;
  expect(shape("a.py", text)).toEqual([
    [1, 9, ""],
    [10, 20, "one"],
    [23, 30, "Two"],
    [31, 39, "three"],
  ]);
});

test("TypeScript is cut at top-level definitions and methods, not at ifs and calls", () => {
  const text = `${'import a from "a";\n'.repeat(6)}export async function one(): void {\n${body(7, "  ")}}\nexport class Two {\n${"  field = 1;\n".repeat(5)}  private three(a: string) {\n    if (a) {\n${body(6, "      ")}    }\n    call(() => {\n    });\n  }\n}\n`;
  expect(shape("src/a.ts", text)).toEqual([
    [1, 6, ""],
    [7, 15, "one"],
    [16, 21, "Two"],
    [22, 34, "three"],
  ]);
});

test("pieces are at most 60 lines, in order, and leave out nothing but blank ones", () => {
  const line = fc.constantFrom(
    "",
    "",
    "def f():",
    "    x = 1",
    "class A:",
    "    def g(self):",
    "text here",
    "# note",
  );
  fc.assert(
    fc.property(
      fc.array(line, { maxLength: 300 }),
      fc.constantFrom("a.py", "a.ts", "a.md"),
      (lines, path) => {
        const seen = new Set<number>();
        let last = 0;
        for (const piece of chunk(path, lines.join("\n"))) {
          expect(piece.startLine).toBeGreaterThan(last);
          last = piece.endLine;
          expect(piece.endLine - piece.startLine).toBeLessThan(60);
          expect(piece.text).toBe(lines.slice(piece.startLine - 1, piece.endLine).join("\n"));
          for (let number = piece.startLine; number <= piece.endLine; number++) seen.add(number);
        }
        for (const [index, text] of lines.entries()) if (text !== "") expect(seen).toContain(index + 1);
      },
    ),
  );
});

test.each([
  ["parseHTTPResponse2", ["parsehttpresponse2", "parse", "http", "response", "2"]],
  ["read_csv_file", ["readcsvfile", "read", "csv", "file"]],
  ["plain words", ["plain", "words"]],
  ["größteZahl", ["größtezahl", "größte", "zahl"]],
  ["__init__ _x", ["init", "x"]],
])("tokenize %s", (text, tokens) => {
  expect(tokenize(text)).toEqual(tokens);
});

test("snake_case and camelCase of the same words share their parts", () => {
  const word = fc.stringMatching(/^[a-z]{2,8}$/);
  fc.assert(
    fc.property(fc.array(word, { minLength: 2, maxLength: 4 }), (words) => {
      const camel = words
        .map((one, index) => (index === 0 ? one : `${one[0]?.toUpperCase()}${one.slice(1)}`))
        .join("");
      expect(tokenize(camel)).toEqual(tokenize(words.join("_")));
    }),
  );
});
