import type { Ecosystem, EnvironmentPackage, TestFramework } from "../contract/environment.ts";
import { packageManifest } from "./nodeManifest.ts";
import type { ProjectTexts } from "./projectTexts.ts";
import { inFolder } from "./workspaceFolders.ts";

const known: Readonly<Record<Ecosystem, readonly string[]>> = {
  pypi: ["pytest", "nose2", "ward", "behave"],
  npm: ["vitest", "jest", "mocha", "ava", "jasmine", "tap", "uvu", "@playwright/test"],
};
const pytestSigns: readonly (readonly [string, RegExp])[] = [
  ["pytest.ini", /^/],
  ["pyproject.toml", /^\[tool\.pytest/m],
  ["setup.cfg", /^\[tool:pytest\]/m],
  ["tox.ini", /^\[pytest\]/m],
];

/** What runs the tests of one ecosystem: what `npm test` starts, else a known framework among the packages. */
export function testFrameworkAmong(
  packages: readonly EnvironmentPackage[],
  ecosystem: Ecosystem,
): TestFramework | undefined {
  for (const name of known[ecosystem]) {
    const found = packages.find((one) => one.ecosystem === ecosystem && one.declared && one.name === name);
    if (found !== undefined) return frameworkOf(found);
  }
  return undefined;
}

export function testFrameworkIn(
  texts: ProjectTexts,
  folders: readonly string[],
  packages: readonly EnvironmentPackage[],
  ecosystem: Ecosystem,
): TestFramework | undefined {
  return (
    (ecosystem === "npm" ? ofScript(texts, folders, packages) : undefined) ??
    testFrameworkAmong(packages, ecosystem) ??
    (ecosystem === "pypi" ? ofSign(texts, folders, packages) : undefined)
  );
}

function ofScript(
  texts: ProjectTexts,
  folders: readonly string[],
  packages: readonly EnvironmentPackage[],
): TestFramework | undefined {
  for (const from of folders.map((folder) => inFolder(folder, "package.json"))) {
    const script = texts.read(from, packageManifest)?.scripts?.test;
    if (typeof script !== "string") continue;
    const words = script.slice(0, 2000).split(/[^\w@/-]+/);
    const name = known.npm.find((one) => words.includes(one));
    const found = packages.find((one) => one.ecosystem === "npm" && one.name === name);
    if (found !== undefined) return frameworkOf(found);
    if (name !== undefined) return { ecosystem: "npm", name, from };
    if (words.includes("node") && words.includes("--test"))
      return { ecosystem: "npm", name: "node:test", from };
  }
  return undefined;
}

function ofSign(
  texts: ProjectTexts,
  folders: readonly string[],
  packages: readonly EnvironmentPackage[],
): TestFramework | undefined {
  for (const folder of folders) {
    const from = pytestSigns
      .map(([name, pattern]) => [inFolder(folder, name), pattern] as const)
      .find(([path, pattern]) => texts.has(path) && pattern.test(texts.text(path) ?? ""))?.[0];
    if (from === undefined) continue;
    const installed = packages.find(({ ecosystem, name }) => ecosystem === "pypi" && name === "pytest");
    return installed === undefined ? { ecosystem: "pypi", name: "pytest", from } : frameworkOf(installed);
  }
  return undefined;
}

function frameworkOf({ ecosystem, name, version, from }: EnvironmentPackage): TestFramework {
  return { ecosystem, name, ...(version === undefined ? {} : { version }), from };
}
