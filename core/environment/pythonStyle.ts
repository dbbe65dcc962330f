import type { z } from "zod";
import { spaces } from "./editorConfig.ts";
import { iniSection, readIni } from "./iniFile.ts";
import type { ProjectTexts } from "./projectTexts.ts";
import { pyproject, ruffFile } from "./pythonSchemas.ts";
import { lineLengthOf, type StyleSource } from "./styleSource.ts";
import { inFolder } from "./workspaceFolders.ts";

/** What ruff and black do where they are not told otherwise. */
const usualLineLength = 88;
type Ruff = NonNullable<z.infer<typeof ruffFile>>;
type Tools = NonNullable<z.infer<typeof pyproject>["tool"]>;

/** How Python is written here, the strongest first: formatters, then linters, then checkers; nearer folders first. */
export function pythonStyle(texts: ProjectTexts, folders: readonly string[]): readonly StyleSource[] {
  return folders.flatMap((folder) => {
    const file = (name: string) => inFolder(folder, name);
    const from = file("pyproject.toml");
    const tools = texts.read(from, pyproject)?.tool;
    const ruffs = ["ruff.toml", ".ruff.toml"].map(file).flatMap((path) => {
      const read = texts.read(path, ruffFile);
      return read === undefined ? [] : [ofRuff(path, read)];
    });
    return [
      ...(tools?.black === undefined ? [] : [ofBlack(from, tools.black)]),
      ...ruffs,
      ...(tools?.ruff === undefined ? [] : [ofRuff(from, tools.ruff)]),
      ...(tools === undefined ? [] : ofOthers(from, tools)),
      ...["setup.cfg", ".flake8", "tox.ini"].map(file).flatMap((path) => ofIni(path, texts.text(path))),
      ...["mypy.ini", ".mypy.ini"].map(file).flatMap((path) => ofIni(path, texts.text(path))),
      ...ofPyright(texts, file("pyrightconfig.json")),
    ];
  });
}

function ofBlack(from: string, black: NonNullable<Tools["black"]>): StyleSource {
  return {
    from,
    formatter: "black",
    indent: "4 spaces",
    lineLength: lineLengthOf(black["line-length"]) ?? usualLineLength,
    quotes: black["skip-string-normalization"] === true ? undefined : "double",
  };
}

/** Its settings of the line hold for the linter too; quotes and indentation are the formatter's alone. */
function ofRuff(from: string, ruff: Ruff): StyleSource {
  const { format } = ruff;
  const indent = format?.["indent-style"] === "tab" ? "tabs" : spaces(ruff["indent-width"] ?? 4);
  const quotes = format?.["quote-style"] ?? "double";
  return {
    from,
    linter: "ruff",
    lineLength: lineLengthOf(ruff["line-length"]) ?? usualLineLength,
    ...(format === undefined ? {} : { formatter: "ruff", indent }),
    ...(format !== undefined && (quotes === "single" || quotes === "double") ? { quotes } : {}),
  };
}

function ofOthers(from: string, tools: Tools): readonly StyleSource[] {
  const { flake8, pylint, isort, mypy, pyright, basedpyright } = tools;
  const sources: StyleSource[] = [];
  if (flake8 !== undefined)
    sources.push({ from, linter: "flake8", lineLength: lineLengthOf(flake8["max-line-length"]) });
  if (pylint !== undefined) sources.push({ from, linter: "pylint" });
  if (isort !== undefined) sources.push({ from, lineLength: lineLengthOf(isort.line_length) });
  if (mypy !== undefined) sources.push({ from, typeChecking: mypy.strict === true ? "mypy strict" : "mypy" });
  const checker = basedpyright ?? pyright;
  if (checker !== undefined) sources.push({ from, typeChecking: pyrightMode(checker.typeCheckingMode) });
  return sources;
}

function ofPyright(texts: ProjectTexts, from: string): readonly StyleSource[] {
  const read = texts.read(from, pyproject.shape.tool.unwrap().unwrap().shape.pyright);
  return read === undefined ? [] : [{ from, typeChecking: pyrightMode(read.typeCheckingMode) }];
}

function pyrightMode(mode: string | undefined): string {
  return mode === "strict" || mode === "basic" ? `pyright ${mode}` : "pyright";
}

function ofIni(from: string, text: string | undefined): readonly StyleSource[] {
  if (text === undefined) return [];
  const sections = readIni(text);
  const has = (name: string) => sections.some((section) => section.name === name);
  const longest = iniSection(sections, "flake8").get("max-line-length");
  const isStrict = iniSection(sections, "mypy").get("strict")?.toLowerCase() === "true";
  return [
    ...(has("flake8") ? [{ from, linter: "flake8", lineLength: lineLengthOf(Number(longest)) }] : []),
    ...(has("mypy") ? [{ from, typeChecking: isStrict ? "mypy strict" : "mypy" }] : []),
  ];
}
