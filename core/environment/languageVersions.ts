import type { EnvironmentLanguage } from "../contract/environment.ts";
import { condaPython } from "./condaRequirement.ts";
import { iniSection, readIni } from "./iniFile.ts";
import { packageManifest, readRange } from "./nodeManifest.ts";
import type { ProjectTexts } from "./projectTexts.ts";
import { readConstraint } from "./pythonRequirement.ts";
import { condaEnvironment, pipfile, pyproject } from "./pythonSchemas.ts";
import { inFolder } from "./workspaceFolders.ts";

type Said = { readonly version: string; readonly from: string };

/** Which Python the project's files ask for, by the nearest that says so. */
export function pythonVersionIn(texts: ProjectTexts, folders: readonly string[]): Said | undefined {
  return said(folders, [
    [".python-version", (path) => pinned(texts.text(path), /^(?:cpython-|python-)?(\d+(?:\.\d+)*)/)],
    ["runtime.txt", (path) => pinned(texts.text(path), /^python-(\d+(?:\.\d+)*)/)],
    [".tool-versions", (path) => pinned(texts.text(path), /^python[ \t]+(\d+(?:\.\d+)*)/m)],
    ["pyproject.toml", (path) => pyprojectPython(texts, path)],
    ["setup.cfg", (path) => setupPython(texts.text(path))],
    ["Pipfile", (path) => pipfilePython(texts, path)],
    ["environment.yml", (path) => condaPythonIn(texts, path)],
    ["environment.yaml", (path) => condaPythonIn(texts, path)],
  ]);
}

/** Which Node.js a file fixes for everybody who works on the project. */
export function nodePinIn(texts: ProjectTexts, folders: readonly string[]): Said | undefined {
  return said(folders, [
    [".nvmrc", (path) => pinned(texts.text(path), /^v?(\d+(?:\.\d+)*)/)],
    [".node-version", (path) => pinned(texts.text(path), /^v?(\d+(?:\.\d+)*)/)],
    [".tool-versions", (path) => pinned(texts.text(path), /^nodejs[ \t]+(\d+(?:\.\d+)*)/m)],
    ["package.json", (path) => readRange(texts.read(path, packageManifest)?.volta?.node).version],
  ]);
}

/** Which Node.js package.json can do with. */
export function nodeRangeIn(texts: ProjectTexts, folders: readonly string[]): Said | undefined {
  return said(folders, [
    ["package.json", (path) => readRange(texts.read(path, packageManifest)?.engines?.node).version],
  ]);
}

/** The compiler's version, where the project has it or its configuration. */
export function typescriptOf(
  texts: ProjectTexts,
  folders: readonly string[],
  compiler: { readonly version?: string | undefined; readonly from: string } | undefined,
): EnvironmentLanguage | undefined {
  if (compiler !== undefined)
    return {
      name: "TypeScript",
      ...(compiler.version === undefined ? {} : { version: compiler.version }),
      from: compiler.from,
    };
  const from = folders.map((folder) => inFolder(folder, "tsconfig.json")).find((path) => texts.has(path));
  return from === undefined ? undefined : { name: "TypeScript", from };
}

function said(
  folders: readonly string[],
  files: readonly (readonly [string, (path: string) => string | undefined])[],
): Said | undefined {
  for (const folder of folders) {
    for (const [name, read] of files) {
      const from = inFolder(folder, name);
      const version = read(from);
      if (version !== undefined) return { version, from };
    }
  }
  return undefined;
}

function pinned(text: string | undefined, pattern: RegExp): string | undefined {
  return pattern.exec(text?.trimStart() ?? "")?.[1]?.slice(0, 40);
}

function pyprojectPython(texts: ProjectTexts, path: string): string | undefined {
  const read = texts.read(path, pyproject);
  const poetry = read?.tool?.poetry?.dependencies?.python;
  const written = read?.project?.["requires-python"] ?? (typeof poetry === "string" ? poetry : undefined);
  return written === undefined ? undefined : readConstraint(written).version;
}

function setupPython(text: string | undefined): string | undefined {
  const written = iniSection(readIni(text ?? ""), "options").get("python_requires");
  return written === undefined ? undefined : readConstraint(written).version;
}

function pipfilePython(texts: ProjectTexts, path: string): string | undefined {
  const requires = texts.read(path, pipfile)?.requires;
  return pinned(requires?.python_full_version ?? requires?.python_version, /^(\d+(?:\.\d+)*)/);
}

function condaPythonIn(texts: ProjectTexts, path: string): string | undefined {
  const written = condaPython(texts.read(path, condaEnvironment)?.dependencies ?? []);
  return written === undefined ? undefined : readConstraint(written).version;
}
