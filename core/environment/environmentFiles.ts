import { eslintConfiguration, prettierProgram } from "./javascriptStyle.ts";
import { nodeLockNames } from "./nodeLocks.ts";
import { longestLock } from "./projectTexts.ts";
import { pythonLockNames } from "./pythonLocks.ts";
import { isRequirementsFile } from "./pythonSchemas.ts";
import { includedFiles as includedBy } from "./requirementsFile.ts";
import { folderOf, foldersAbove, nameOf } from "./workspaceFolders.ts";

const pythonManifestNames = ["pyproject.toml", "setup.cfg", "Pipfile", "environment.yml", "environment.yaml"];

const lockNames: readonly string[] = [...pythonLockNames, ...nodeLockNames];
/** A repository of a thousand programs side by side is not read whole. */
const mostFiles = 300;

/** Names of the files that tell of a project's environment, wherever they lie; requirements files come besides. */
export const environmentFileNames: ReadonlySet<string> = new Set([
  ...pythonManifestNames,
  ...lockNames,
  ...[".python-version", "runtime.txt", ".tool-versions", "pytest.ini", "tox.ini"],
  ...["ruff.toml", ".ruff.toml", ".flake8", "mypy.ini", ".mypy.ini", "pyrightconfig.json"],
  ...["package.json", ".nvmrc", ".node-version", "biome.json", "biome.jsonc", ".editorconfig"],
  ...[".prettierrc", ".prettierrc.json", ".prettierrc.yaml", ".prettierrc.yml", ".prettierrc.toml"],
]);

const compilerConfiguration = /^tsconfig(?:\.[\w-]+)*\.json$/;

/** Whether a file, by its name, says something of the environment. */
export function isEnvironmentFile(path: string): boolean {
  const name = nameOf(path);
  return (
    !/(?:^|\/)(?:node_modules|site-packages|\.venv|\.git)\//.test(path) &&
    (environmentFileNames.has(name) ||
      isRequirementsFile(path) ||
      compilerConfiguration.test(name) ||
      prettierProgram.test(name) ||
      eslintConfiguration.test(name))
  );
}

/** Whether such a file can list the packages of its folder. */
export function isManifest(path: string): boolean {
  return isPythonManifest(path) || nameOf(path) === "package.json";
}

export function isPythonManifest(path: string): boolean {
  return pythonManifestNames.includes(nameOf(path)) || isRequirementsFile(path);
}

/** Files that such a file includes, as workspace paths; they need not have a name of the kind. */
export function includedFiles(path: string, text: string): readonly string[] {
  return /\.(?:txt|in)$/.test(path) ? includedBy(path, text) : [];
}

/**
 * The folders whose files count, nearest first: those above `forPath`, or without it the workspace's own; where that has
 * no manifest of an ecosystem, the highest folders that have one count too.
 */
export function environmentFolders(paths: readonly string[], forPath: string | undefined): readonly string[] {
  if (forPath !== undefined && forPath !== "") return foldersAbove(forPath);
  const highest = [isPythonManifest, (path: string) => nameOf(path) === "package.json"].flatMap((isOne) => {
    const folders = paths.filter(isOne).map((path) => folderOf(path).replace(/(?:^|\/)requirements$/, ""));
    const depth = (folder: string) => (folder === "" ? 0 : folder.split("/").length);
    const least = Math.min(...folders.map(depth));
    return folders.filter((folder) => depth(folder) === least);
  });
  return [...new Set(["", ...highest.sort()])];
}

/** Of all files of a workspace those that are to be read for `forPath`. */
export function environmentFilesFor(
  paths: readonly string[],
  forPath: string | undefined,
): readonly string[] {
  const telling = paths.filter(isEnvironmentFile);
  const folders = new Set(environmentFolders(telling, forPath));
  return telling
    .filter((path) => {
      const folder = folderOf(path);
      return folders.has(folder) || (nameOf(folder) === "requirements" && folders.has(folderOf(folder)));
    })
    .slice(0, mostFiles);
}

/** How many bytes of such a file are read; a longer one is named as a problem. */
export function mostBytesOf(path: string): number {
  return lockNames.includes(nameOf(path)) ? longestLock : 2_000_000;
}
