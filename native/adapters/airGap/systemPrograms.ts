import { accessSync, constants, statSync } from "node:fs";
import { join } from "node:path";

/** Where a Linux system keeps its own programs. PATH is not asked: a folder on it could bring a program of the same name. */
export const systemFolders: readonly string[] = ["/usr/sbin", "/usr/bin", "/sbin", "/bin"];

/** The system's own program of that name, or undefined. */
export function systemProgram(name: string): string | undefined {
  return systemFolders
    .map((folder) => join(folder, name))
    .find((file) => {
      try {
        accessSync(file, constants.X_OK);
        return statSync(file).isFile();
      } catch {
        return false;
      }
    });
}
