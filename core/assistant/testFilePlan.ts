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
  const imported = functionName.split(".")[0] ?? functionName;
  switch (runner) {
    case "pytest":
      return `from ${plan.importPath} import ${imported}\n`;
    case "unittest":
      return `import unittest\n\nfrom ${plan.importPath} import ${imported}\n`;
    case "vitest":
      return `import { expect, test } from "vitest";\nimport { ${imported} } from "${plan.importPath}";\n`;
    case "jest":
      return `import { ${imported} } from "${plan.importPath}";\n`;
    case "node:test":
      return `import assert from "node:assert/strict";\nimport { test } from "node:test";\nimport { ${imported} } from "${plan.importPath}";\n`;
  }
}
