import type { TestRunnerName } from "../contract/run.ts";

/** What the workspace says about its tests. Texts are undefined where there is no such file. */
export interface TestSetting {
  readonly testFile: string;
  readonly testText: string;
  /** Workspace paths of every file that git does not ignore. */
  readonly files: ReadonlySet<string>;
  /** Of the files at the workspace's root that can name a runner. */
  readonly configuration: ReadonlyMap<string, string>;
  /** Whether the workspace has such a package installed. */
  hasPackage(name: string): boolean;
}

/** Files at the root whose text matters; the names of others are enough. */
export const configurationNames: readonly string[] = [
  "package.json",
  "pyproject.toml",
  "setup.cfg",
  "tox.ini",
];

const pytestSections: readonly (readonly [string, RegExp])[] = [
  ["pyproject.toml", /^\s*\[tool\.pytest/m],
  ["setup.cfg", /^\s*\[tool:pytest\]/m],
  ["tox.ini", /^\s*\[pytest\]/m],
];

/** The runner of a test file: its imports first, then the workspace's configuration. undefined when nothing tells. */
export function chooseRunner(setting: TestSetting): TestRunnerName | undefined {
  if (/\.pyi?$/.test(setting.testFile)) return choosePython(setting);
  if (/\.[cm]?[jt]sx?$/.test(setting.testFile)) return chooseJavaScript(setting);
  return undefined;
}

function choosePython({ testText, files, configuration }: TestSetting): TestRunnerName {
  if (/^\s*(from|import)\s+(\w[\w. ]*,\s*)*pytest\b/m.test(testText)) return "pytest";
  if (/^(async\s+)?def\s+test/m.test(testText)) return "pytest";
  const configured =
    pytestSections.some(([name, section]) => section.test(configuration.get(name) ?? "")) ||
    [...files].some((path) => /(^|\/)(pytest\.ini|conftest\.py)$/.test(path));
  if (configured) return "pytest";
  return /^\s*(from|import)\s+(\w[\w. ]*,\s*)*unittest\b/m.test(testText) ? "unittest" : "pytest";
}

function chooseJavaScript(setting: TestSetting): TestRunnerName | undefined {
  const { testText, files } = setting;
  const imports = (name: string): boolean =>
    new RegExp(`(from\\s*|import\\s*\\(?\\s*|require\\s*\\(\\s*)["']${name}["']`).test(testText);
  if (imports("vitest")) return "vitest";
  if (imports("@jest/globals")) return "jest";
  if (imports("node:test")) return "node:test";
  const script = testScript(setting.configuration.get("package.json"));
  const rootHas = (pattern: RegExp): boolean => [...files].some((path) => pattern.test(path));
  if (rootHas(/^vitest\.(config|workspace)\.[cm]?[jt]s$/) || /\bvitest\b/.test(script)) return "vitest";
  if (rootHas(/^jest\.config\.([cm]?[jt]s|json)$/) || /\bjest\b/.test(script)) return "jest";
  if (/\bnode\b.*\s--test\b/.test(script)) return "node:test";
  return setting.hasPackage("vitest") ? "vitest" : setting.hasPackage("jest") ? "jest" : undefined;
}

/** The words of package.json that can name a runner: scripts.test, and "jest" when it has settings of its own. */
function testScript(text: string | undefined): string {
  if (text === undefined) return "";
  try {
    const manifest: unknown = JSON.parse(text);
    if (typeof manifest !== "object" || manifest === null) return "";
    const scripts = "scripts" in manifest ? manifest.scripts : undefined;
    const test =
      typeof scripts === "object" && scripts !== null && "test" in scripts ? String(scripts.test) : "";
    return "jest" in manifest ? `${test} jest` : test;
  } catch {
    return "";
  }
}
