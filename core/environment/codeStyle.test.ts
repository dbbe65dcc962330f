import { expect, test } from "vitest";
import type { CodeStyle } from "../contract/environment.ts";
import { readEditorConfig } from "./editorConfig.ts";
import { readEnvironment } from "./projectEnvironment.ts";

const style = (files: Readonly<Record<string, string>>, path: string): CodeStyle =>
  readEnvironment(new Map(Object.entries(files)), {}, path).style;

test("Python: black, flake8 in setup.cfg and pyright", () => {
  expect(
    style(
      {
        "pyproject.toml":
          "[tool.black]\n[tool.isort]\nline_length = 70\n[tool.pyright]\ntypeCheckingMode = 'strict'\n",
        "setup.cfg": "[flake8]\nmax-line-length = 99\n",
      },
      "a.py",
    ),
  ).toEqual({
    indent: "4 spaces",
    lineLength: 88,
    quotes: "double",
    formatter: "black",
    linter: "flake8",
    typeChecking: "pyright strict",
    from: ["pyproject.toml", "setup.cfg"],
  });
});

test("Python: ruff.toml alone says what the linter holds to, and the editor the rest", () => {
  const files = {
    "ruff.toml": "line-length = 120\n",
    ".editorconfig": "[*.py]\nindent_style = tab\n",
    "pyrightconfig.json": '{ "typeCheckingMode": "basic" }',
  };
  expect(style(files, "src/a.py")).toEqual({
    indent: "tabs",
    lineLength: 120,
    linter: "ruff",
    typeChecking: "pyright basic",
    from: ["ruff.toml", "pyrightconfig.json", ".editorconfig"],
  });
});

test("JavaScript: biome's settings, with comments; the nearer folder first", () => {
  const files = {
    "biome.jsonc":
      '{ "formatter": { "indentStyle": "space", "lineWidth": 110 }, // wide\n "javascript": { "formatter": { "semicolons": "asNeeded" } } }',
    "web/package.json": '{ "prettier": { "tabWidth": 4 } }',
    ".editorconfig": "[*]\nindent_size = 8\n",
  };
  expect(style(files, "a.ts")).toEqual({
    indent: "2 spaces",
    lineLength: 110,
    quotes: "double",
    semicolons: false,
    formatter: "biome",
    linter: "biome",
    from: ["biome.jsonc"],
  });
  expect(style(files, "web/a.ts")).toEqual({
    indent: "4 spaces",
    lineLength: 80,
    quotes: "double",
    semicolons: true,
    formatter: "prettier",
    linter: "biome",
    from: ["web/package.json", "biome.jsonc"],
  });
});

test("an .editorconfig's sections and their globs", () => {
  const text = `root = true
[*]
indent_style = space
indent_size = 2
max_line_length = off
[*.{py,pyi}]
indent_size = 4
[/docs/**.md]
max_line_length = 80
[[Mm]akefile]
indent_style = tab
[lib/*.js]
tab_width = 3
indent_size = tab
`;
  const of = (path: string) => readEditorConfig(text, path);
  const usual = { indent: "2 spaces", lineLength: undefined, isRoot: true };
  expect(of("src/a.ts")).toEqual(usual);
  expect(of("src/a.pyi")).toEqual({ ...usual, indent: "4 spaces" });
  expect(of("docs/a/b.md")).toEqual({ ...usual, lineLength: 80 });
  expect(of("other/docs/b.md")).toEqual(usual);
  expect(of("a/makefile").indent).toBe("tabs");
  expect(of("lib/a.js").indent).toBe("3 spaces");
  expect(of("lib/deep/a.js").indent).toBe("2 spaces");
});

test("a hostile glob costs nothing", () => {
  const hostile = `[${"*".repeat(180)}]\nindent_size = 4\n[${"{a,b}".repeat(38)}]\nindent_size = 4\n`;
  // What grows out of bounds ends in the runner's own limit.
  expect(() => readEditorConfig(hostile, "a".repeat(4000))).not.toThrow();
});
