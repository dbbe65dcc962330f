import { existsSync, readdirSync } from "node:fs";
import { isAbsolute, join } from "node:path";
import { canRun, onPath, trustedPath } from "../../base/trustedPath.ts";

export interface PythonInterpreter {
  /** The one that belongs to the workspace, to be shown and, when a person runs code, to be run. */
  readonly interpreter: string | undefined;
  /** The one that analysis may ask for its version and packages: never one that the workspace brought along. */
  readonly analysisInterpreter: string | undefined;
  /** The workspace's own packages, which analysis reads and does not run. */
  readonly packageFolders: readonly string[];
}

const isWindows = process.platform === "win32";
const virtualEnvironments = [".venv", "venv"];

/**
 * The setting (an absolute path, or a name on PATH), else the workspace's virtual environment, else python3 on PATH.
 * Opening a folder must not run what lies in it: a virtual environment's python would run that folder's start-up files,
 * so analysis reads its packages with the system's interpreter instead, until a person names it in their own settings.
 */
export function findPythonInterpreter(
  setting: string,
  workspaceRoot: string,
  variables: NodeJS.ProcessEnv,
): PythonInterpreter {
  const path = trustedPath(variables, workspaceRoot);
  const chosen = setting === "" ? undefined : fromSetting(setting, path);
  if (chosen !== undefined) return { interpreter: chosen, analysisInterpreter: chosen, packageFolders: [] };
  const system = onPath("python3", path) ?? onPath("python", path);
  for (const name of virtualEnvironments) {
    const folder = join(workspaceRoot, name);
    const interpreter = join(folder, ...(isWindows ? ["Scripts", "python.exe"] : ["bin", "python"]));
    if (existsSync(join(folder, "pyvenv.cfg")) && existsSync(interpreter))
      return { interpreter, analysisInterpreter: system, packageFolders: packageFoldersOf(folder) };
  }
  return { interpreter: system, analysisInterpreter: system, packageFolders: [] };
}

function fromSetting(setting: string, path: readonly string[]): string | undefined {
  if (isAbsolute(setting)) return canRun(setting) ? setting : undefined;
  return setting.includes("/") || setting.includes("\\") ? undefined : onPath(setting, path);
}

function packageFoldersOf(environment: string): readonly string[] {
  if (isWindows) return [join(environment, "Lib", "site-packages")].filter(existsSync);
  const library = join(environment, "lib");
  if (!existsSync(library)) return [];
  return readdirSync(library)
    .filter((name) => name.startsWith("python"))
    .map((name) => join(library, name, "site-packages"))
    .filter(existsSync);
}
