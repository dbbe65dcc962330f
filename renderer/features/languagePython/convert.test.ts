import { describe, expect, test } from "vitest";
import { stillFits } from "./completionItems.ts";
import {
  completionKindName,
  interpreterName,
  pythonVersionOf,
  toEditorRange,
  toLspRange,
  toMarkdown,
} from "./convert.ts";
import { completionAnswer, locations, workspaceEdit } from "./lspSchemas.ts";

const range = { start: { line: 3, character: 4 }, end: { line: 3, character: 5 } };

describe("the protocol and the editor", () => {
  test("ranges there and back", () => {
    expect(toEditorRange(range)).toEqual({
      startLineNumber: 4,
      startColumn: 5,
      endLineNumber: 4,
      endColumn: 6,
    });
    expect(toLspRange(toEditorRange(range))).toEqual(range);
  });

  test("kinds by number", () => {
    expect([
      completionKindName(3),
      completionKindName(25),
      completionKindName(99),
      completionKindName(undefined),
    ]).toEqual(["Function", "TypeParameter", "Text", "Text"]);
  });

  test("a definition comes as one place, many, links or nothing", () => {
    const link = { targetUri: "file:///a", targetRange: range, targetSelectionRange: range };
    expect(locations.parse(link.targetUri === "" ? null : [link])).toEqual([{ uri: "file:///a", range }]);
    expect(locations.parse({ uri: "file:///b", range })).toEqual([{ uri: "file:///b", range }]);
    expect(locations.parse(null)).toEqual([]);
  });

  test("a completion list, bare or wrapped; what a later resolve needs is kept", () => {
    const item = { label: "join", kind: 3, data: { symbol: 1 } };
    expect(completionAnswer.parse([item]).items).toEqual([item]);
    expect(completionAnswer.parse({ isIncomplete: true, items: [item] })).toEqual({
      isIncomplete: true,
      items: [item],
    });
    expect(completionAnswer.parse(null).items).toEqual([]);
  });

  test("a rename that would delete files is refused", () => {
    const edits = [{ range, newText: "g" }];
    expect(
      workspaceEdit.parse({
        documentChanges: [{ textDocument: { uri: "file:///a", version: null }, edits }],
      }),
    ).toEqual([{ uri: "file:///a", edits }]);
    expect(workspaceEdit.safeParse({ documentChanges: [{ kind: "delete", uri: "file:///a" }] }).success).toBe(
      false,
    );
  });
});

describe("what is shown", () => {
  test("ADVERSARIAL 32: a picture in a doc string becomes its text", () => {
    expect(toMarkdown({ kind: "markdown", value: "x ![a](https://example.org/p.png)" })).toBe(
      "x [a](https://example.org/p.png)",
    );
  });

  test("plain text stays plain", () => {
    expect(toMarkdown({ kind: "plaintext", value: "a *b* <i>" })).toBe("a \\*b\\* \\<i\\>");
  });

  test("Python's version from the log", () => {
    expect(pythonVersionOf("Assuming Python version 3.11.7.final.0")).toBe("3.11");
    expect(pythonVersionOf("Found 1 source file")).toBeUndefined();
  });

  test.each([
    ["/home/a/orders/.venv/bin/python", ".venv"],
    ["C:\\w\\venv\\Scripts\\python.exe", "venv"],
    ["/usr/bin/python3", "python3"],
    ["/root/.pyenv/versions/3.11.7/bin/python3", "3.11.7"],
    [undefined, undefined],
  ])("%s is called %s", (path, name) => {
    expect(interpreterName(path)).toBe(name);
  });
});

describe("an offer that comes late", () => {
  test.each([
    ["i", "import", 2, true],
    ["i", "import os", 2, false],
    ["import", "import os", 7, false],
    ["f(i)", "f(imp)", 4, true],
    ["f(i)", "f(i, x)", 4, false],
    ["import o", "import", 9, false],
    ["größe", "größenwahn", 6, true],
  ])("%j that is now %j, asked at %i: %s", (before, now, column, fits) => {
    expect(stillFits(before, now, column)).toBe(fits);
  });
});
