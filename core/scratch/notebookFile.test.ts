import fc from "fast-check";
import { expect, test } from "vitest";
import { type CellDraft, NotebookFile } from "./notebookFile.ts";

function notebook(cells: readonly object[], more: object = {}): object {
  return {
    cells,
    metadata: {
      kernelspec: { display_name: "Python 3", language: "python", name: "python3" },
      mine: { kept: 1 },
    },
    nbformat: 4,
    nbformat_minor: 5,
    ...more,
  };
}
function code(id: string, source: unknown, outputs: readonly unknown[] = []): object {
  return { cell_type: "code", execution_count: 3, id, metadata: { tags: ["x"] }, outputs, source };
}
const note = {
  cell_type: "markdown",
  id: "n",
  metadata: {},
  attachments: { "a.png": { "image/png": "iVBO" } },
  source: ["# T\n", "x"],
};
const strange = { cell_type: "sql", id: "s", metadata: {}, source: "select 1", extra: [1, 2] };

function read(text: string): NotebookFile {
  const file = NotebookFile.read(text);
  if (!file.ok) throw new Error(file.error);
  return file.value;
}
const asRead = (file: NotebookFile): CellDraft[] =>
  file.cells.map(({ kind, text }, from) => ({ from, kind, text }));

/** nbformat's own style, and others that files come in. */
const styles: readonly (readonly [string, (value: unknown) => string])[] = [
  ["nbformat", (value) => `${JSON.stringify(value, undefined, 1)}\n`],
  ["two spaces", (value) => JSON.stringify(value, undefined, 2)],
  ["tabs and CRLF", (value) => JSON.stringify(value, undefined, "\t").replaceAll("\n", "\r\n")],
  ["one line", (value) => JSON.stringify(value)],
  [
    "escapes",
    (value) =>
      `${JSON.stringify(value, undefined, 1).replaceAll(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)}\n`,
  ],
];

test("cells are read: kinds, sources as lists or texts, outputs, kinds of other programs", () => {
  const file = read(
    JSON.stringify(notebook([code("a", ["x = 1\n", "x"], [{ output_type: "stream" }]), note, strange])),
  );
  expect([file.kernelName, file.language]).toEqual(["python3", "python"]);
  expect(
    file.cells.map(({ kind, isKnown, text, outputs, executionCount }) => [
      kind,
      isKnown,
      text,
      outputs.length,
      executionCount,
    ]),
  ).toEqual([
    ["code", true, "x = 1\nx", 1, 3],
    ["markdown", true, "# T\nx", 0, null],
    ["raw", false, "select 1", 0, null],
  ]);
});

test.each([
  ["", /not JSON/],
  ['{"cells": [', /line 1 is not JSON/],
  ["[]", /lacks nbformat/],
  ['{"nbformat": 3, "worksheets": []}', /has format 3; Airlock reads 4/],
  ['{"nbformat": 4}', /no list of cells/],
])("%s is refused with a sentence", (text, sentence) => {
  const file = NotebookFile.read(text);
  expect(file.ok ? "" : file.error).toMatch(sentence);
});

test.each(styles)(
  "%s: what is not changed is written to the byte, what is changed alone is not",
  (_name, style) => {
    const text = style(
      notebook([
        code("a", ["é = 1\n", "é"]),
        note,
        strange,
        code("b", "y", [{ output_type: "stream", text: "ü" }]),
      ]),
    );
    const file = read(text);
    expect(file.write(asRead(file))).toBe(text);

    const drafts = asRead(file);
    drafts[0] = { from: 0, kind: "code", text: "é = 2\nprint(é)" };
    const changed = file.write(drafts);
    const expected = style(
      notebook([
        code("a", ["é = 2\n", "print(é)"]),
        note,
        strange,
        code("b", "y", [{ output_type: "stream", text: "ü" }]),
      ]),
    );
    expect(changed).toBe(expected);
  },
);

test.each(styles)("%s: outputs of a run take the place of the old ones", (_name, style) => {
  const output = {
    data: { "text/plain": ["2"] },
    execution_count: 7,
    metadata: {},
    output_type: "execute_result",
  };
  const file = read(style(notebook([code("a", ["1 + 1"]), note])));
  const [, second] = asRead(file);
  const written = file.write([
    { from: 0, kind: "code", text: "1 + 1", run: { outputs: [output], executionCount: 7 } },
    ...(second === undefined ? [] : [second]),
  ]);
  expect(written).toBe(style(notebook([{ ...code("a", ["1 + 1"], [output]), execution_count: 7 }, note])));
});

test.each(styles)(
  "%s: cells are moved with all that they hold, new ones come, deleted ones go",
  (_name, style) => {
    const file = read(style(notebook([code("a", ["x"]), note, strange])));
    const [a, n, s] = asRead(file);
    if (!a || !n || !s) throw new Error("three cells");
    expect(file.write([s, a, n])).toBe(style(notebook([strange, code("a", ["x"]), note])));
    expect(file.write([n])).toBe(style(notebook([note])));
    const more = JSON.parse(file.write([a, { kind: "code", text: "y = 1\ny" }, n, s]));
    expect(more).toEqual(
      notebook([
        code("a", ["x"]),
        {
          cell_type: "code",
          execution_count: null,
          id: expect.stringMatching(/^[0-9a-f]{8}$/),
          metadata: {},
          outputs: [],
          source: ["y = 1\n", "y"],
        },
        note,
        strange,
      ]),
    );
  },
);

test("an empty notebook takes its first cell, and one without ids gets none", () => {
  const file = read('{\n "cells": [],\n "metadata": {},\n "nbformat": 4,\n "nbformat_minor": 4\n}\n');
  const written = file.write([{ kind: "markdown", text: "hello" }]);
  expect(JSON.parse(written)).toEqual({
    cells: [{ cell_type: "markdown", metadata: {}, source: ["hello"] }],
    metadata: {},
    nbformat: 4,
    nbformat_minor: 4,
  });
  expect(read(written).cells).toHaveLength(1);
});

test("any order, any texts: the file is JSON, says what it should, and is read as it was written", () => {
  const text = fc.string({ unit: "grapheme", maxLength: 20 });
  const draft = fc.record({ from: fc.option(fc.nat(3), { nil: undefined }), text });
  fc.assert(
    fc.property(fc.nat(styles.length - 1), fc.array(draft, { maxLength: 6 }), (index, wanted) => {
      const style = styles[index]?.[1] ?? JSON.stringify;
      const file = read(style(notebook([code("a", ["x"]), note, strange, code("b", "é")])));
      const drafts = wanted.map(({ from, text: own }) =>
        from === undefined
          ? { kind: "code" as const, text: own }
          : { from, kind: file.cells[from]?.kind ?? "code", text: own },
      );
      const again = read(file.write(drafts));
      expect(again.cells.map((cell) => cell.text)).toEqual(drafts.map((cell) => cell.text));
      expect(JSON.parse(again.text).metadata).toEqual(JSON.parse(file.text).metadata);
    }),
  );
});
