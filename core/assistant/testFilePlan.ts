import type { TestRunnerName } from "../contract/run.ts";
import { isTestFile, testFilesFor } from "../sandbox/testFiles.ts";

export interface TestFilePlan {
  readonly path: string;
  readonly exists: boolean;
  /** How the file under test is imported from there. */
  readonly importPath: string;
}

/** The test file that is named after a file, or where one would be put. */
export function testFilePlan(path: string, files: readonly string[]): TestFilePlan {
  const folder = path.slice(0, path.lastIndexOf("/") + 1);
  const name = path.slice(folder.length);
  const stem = name.replace(/\.[^.]+$/, "");
  const namesakes = testFilesFor(path, files).filter((file) => file.includes(stem));
  const [existing] = namesakes;
  if (existing !== undefined)
    return { path: existing, exists: true, importPath: importPathOf(path, existing) };
  const planned = path.endsWith(".py")
    ? pythonTestPath(folder, stem, files)
    : `${folder}${stem}.test.${extensionOf(name)}`;
  return { path: planned, exists: false, importPath: importPathOf(path, planned) };
}

/** Beside the tests that there are, else beside the file. */
function pythonTestPath(folder: string, stem: string, files: readonly string[]): string {
  const folders = files
    .filter((file) => file.endsWith(".py") && isTestFile(file))
    .map((file) => file.slice(0, file.lastIndexOf("/") + 1));
  return `${folders[0] ?? folder}test_${stem}.py`;
}

function extensionOf(name: string): string {
  return name.slice(name.lastIndexOf(".") + 1);
}

function importPathOf(path: string, testPath: string): string {
  const stem = path.replace(/\.[^./]+$/, "");
  if (path.endsWith(".py"))
    return stem
      .replace(/^src\//, "")
      .replace(/\/__init__$/, "")
      .replaceAll("/", ".");
  const from = testPath.split("/").slice(0, -1);
  const to = path.split("/");
  let shared = 0;
  while (shared < from.length && from[shared] === to[shared]) shared++;
  const up = "../".repeat(from.length - shared);
  const rest = to.slice(shared).join("/");
  // TypeScript's own extension is not written in an import, unless the project says otherwise.
  return `${up === "" ? "./" : up}${rest.replace(/\.tsx?$/, "")}`;
}

/** The first lines of a new test file. */
export function testFileHeader(plan: TestFilePlan, functionName: string, runner: TestRunnerName): string {
  const imported = importLineOf(plan, functionName);
  switch (runner) {
    case "pytest":
    case "jest":
      return `${imported}\n`;
    case "unittest":
      return `import unittest\n\n${imported}\n`;
    case "vitest":
      return `import { expect, test } from "vitest";\n${imported}\n`;
    case "node:test":
      return `import assert from "node:assert/strict";\nimport { test } from "node:test";\n${imported}\n`;
  }
}

export interface TestFileText {
  /** Up to where tests are added, the function under test imported. */
  readonly above: string;
  /** What starts the tests, where the file does that itself. */
  readonly below: string;
}

/** A test file, or its beginning, made ready for more tests. */
export function testFileText(
  text: string,
  header: string,
  functionName: string,
  importLine: string,
): TestFileText {
  const guard = text.search(/^if __name__ ==/m);
  const written = guard === -1 ? text : text.slice(0, guard);
  const below = guard === -1 ? "" : `\n\n${text.slice(guard)}`;
  if (written.trim() === "") return { above: header, below };
  const base = `${written.trimEnd()}\n`;
  const name = functionName.split(".")[0] ?? functionName;
  if (new RegExp(`\\b${name}\\b`).test(base)) return { above: base, below };
  const lines = base.split("\n");
  const last = lines.findLastIndex((line) =>
    /^(?:import|from)\s|^(?:const|let|var) .*require\(|^\}.* from /.test(line),
  );
  lines.splice(last + 1, 0, importLine);
  return { above: lines.join("\n"), below };
}

/** How the function under test gets into a test file. */
export function importLineOf({ path, importPath }: TestFilePlan, functionName: string): string {
  const name = functionName.split(".")[0] ?? functionName;
  return path.endsWith(".py")
    ? `from ${importPath} import ${name}`
    : `import { ${name} } from "${importPath}";`;
}
