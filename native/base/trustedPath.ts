import { accessSync, constants, statSync } from "node:fs";
import { delimiter, isAbsolute, join, sep } from "node:path";

/** PATH without relative entries and without those inside the workspace: both could be planted there. */
export function trustedPath(variables: NodeJS.ProcessEnv, workspaceRoot: string): readonly string[] {
  return (variables.PATH ?? "")
    .split(delimiter)
    .filter(
      (folder) => isAbsolute(folder) && folder !== workspaceRoot && !folder.startsWith(workspaceRoot + sep),
    );
}

/** The first program of that name that can be run. */
export function onPath(name: string, path: readonly string[]): string | undefined {
  return path.map((folder) => join(folder, process.platform === "win32" ? `${name}.exe` : name)).find(canRun);
}

export function canRun(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
