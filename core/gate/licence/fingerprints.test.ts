import fc from "fast-check";
import { expect, test } from "vitest";
import { parameters } from "./findCopies.ts";
import { tidesC, tidesJavascript, tidesPython } from "./fixtures/originals.ts";
import { tokenize } from "./tokenize.ts";
import { type CodeFamily, identifierKind } from "./vocabulary.ts";
import { winnow } from "./winnow.ts";

const originals: readonly (readonly [CodeFamily, string])[] = [
  ["python", tidesPython],
  ["javascript", tidesJavascript],
  ["c", tidesC],
];

function hashesOf(text: string, family: CodeFamily): number[] {
  return [...winnow(tokenize(text, family).kinds, family, parameters).hashes];
}

/** Every name another, every space between two tokens another, comments here and there: the same program. */
function rewritten(text: string, family: CodeFamily, choices: readonly number[]): string {
  const { kinds, starts, ends } = tokenize(text, family);
  const names = new Map<string, string>();
  let turn = 0;
  const choose = <T>(options: readonly [T, ...T[]]): T =>
    options[(choices[turn++ % choices.length] ?? 0) % options.length] ?? options[0];
  let written = "";
  for (const [at, kind] of kinds.entries()) {
    const token = text.slice(starts[at], ends[at]);
    const before = at === 0 ? text.slice(0, starts[0]) : text.slice(ends[at - 1], starts[at]);
    if (kind === identifierKind && !names.has(token)) names.set(token, `name_${names.size * 7}x`);
    written += gap(before, family, choose) + (names.get(token) ?? token);
  }
  return written + text.slice(ends.at(-1));
}

type Choose = <T>(options: readonly [T, ...T[]]) => T;

function gap(before: string, family: CodeFamily, choose: Choose): string {
  // Dropped text (an import, a docstring, a semicolon) may stand in a gap: it stays.
  if (/\S/.test(before)) return before;
  if (family === "python")
    return before.includes("\n")
      ? choose(["\n", "\n\n    ", "  # a remark: 'if'\n\t", "\r\n"])
      : choose([" ", "   ", " \\\n  "]);
  return choose([" ", "\n", "\t ", ' /* it\'s "if" */ ', " // for (;;) {\n  "]);
}

test.each(originals)(
  "%s: other names, other layout and other remarks keep every fingerprint",
  (family, text) => {
    const before = hashesOf(text, family);
    expect(before.length).toBeGreaterThan(20);
    fc.assert(
      fc.property(fc.array(fc.nat(60), { minLength: 1, maxLength: 40 }), (choices) => {
        expect(hashesOf(rewritten(text, family, choices), family)).toEqual(before);
      }),
    );
  },
);

test.each(originals)(
  "%s: any copy of gram + window - 1 tokens shares a fingerprint with its source",
  (family, text) => {
    const { kinds } = tokenize(text, family);
    const all = new Set(winnow(kinds, family, { ...parameters, leastKinds: 0, leastTelling: 0 }).hashes);
    const length = parameters.gram + parameters.window - 1;
    for (let from = 0; from + length <= kinds.length; from++) {
      const part = winnow(kinds.subarray(from, from + length), family, {
        ...parameters,
        leastKinds: 0,
        leastTelling: 0,
      });
      expect([...part.hashes].some((hash) => all.has(hash))).toBe(true);
    }
  },
);

test.each(originals)("%s: another operator changes fingerprints", (family, text) => {
  const changed = text.replace(/ < /g, " > ").replace(/ - /g, " * ");
  expect(hashesOf(changed, family)).not.toEqual(hashesOf(text, family));
});

test("the same tokens are different fingerprints in another language", () => {
  const text = "a = b + c * (d - e) / f % g; ".repeat(4);
  const loose = { ...parameters, leastKinds: 0, leastTelling: 0 };
  const kinds = tokenize(text, "c").kinds;
  expect(winnow(kinds, "c", loose).hashes).not.toEqual(winnow(kinds, "javascript", loose).hashes);
});

test("imports, docstrings, quotes, trailing commas and optional semicolons play no part", () => {
  const one = `import os, sys\nfrom a import (\n  b,\n)\ndef f(x, y):\n    '''Says.'''\n    return g(x, 'a' "b", [1, 2])\n`;
  const two = `from z import q\ndef h(a, b,):\n    # Says.\n    return i(a, r"ab", [\n      1,\n      0x2,\n    ],)\n`;
  expect(tokenize(one, "python").kinds).toEqual(tokenize(two, "python").kinds);
  const three = `import { a } from "x";\nconst s = { b: \`c\${d}\`, };\nf(/[/"]'/g);\n`;
  const four = `const t = { e: 'x' }\ng(/y/)\n`;
  expect(tokenize(three, "javascript").kinds).toEqual(tokenize(four, "javascript").kinds);
  const five = `#include <a.h>\nx = R"(a")" L"b" + 'c' + 1'000u; /* d */ y->z();`;
  const six = `q="b"+"e"+0x1F;r->s();`;
  expect(tokenize(five, "c").kinds).toEqual(tokenize(six, "c").kinds);
});

test("a table of literals, a list of getters and an argument parser's options say nothing", () => {
  const table = `rows = [${"(1, 'a', 2.5), ".repeat(80)}]`;
  expect(hashesOf(table, "python")).toEqual([]);
  const options = "parser.add_argument('--output', default='out', help='where to')\n".repeat(12);
  expect(hashesOf(options, "python")).toEqual([]);
});

test("a text of any kind is read to its end", () => {
  const pieces = [
    "'",
    '"',
    '"""',
    "`",
    "${",
    "}",
    "/*",
    "//",
    "/",
    "#",
    "\\",
    "\n",
    "import ",
    'R"(',
    "a1",
    "\u2028",
    "é",
    "(",
  ];
  const families = fc.constantFrom<CodeFamily>("python", "javascript", "c");
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 60 }), families, (parts, family) => {
      const text = parts.join("");
      const { kinds, starts, ends } = tokenize(text, family);
      let before = 0;
      for (const [at, start] of starts.entries()) {
        expect(start).toBeGreaterThanOrEqual(before);
        expect(ends[at]).toBeGreaterThan(start);
        before = ends[at] ?? 0;
      }
      expect(before).toBeLessThanOrEqual(text.length);
      expect(kinds.every((kind) => kind > 0)).toBe(true);
    }),
  );
});

test.each(["import ", "import\n", "import (\n", "'", "/*", "`${", "/a", "#", "1e", 'R"(', "(", "\\"])(
  "a megabyte of %j is read in linear time (or this test never ends)",
  (piece) => {
    const text = piece.repeat(Math.floor(1_000_000 / piece.length));
    for (const family of ["python", "javascript", "c"] as const) tokenize(text, family);
  },
);
