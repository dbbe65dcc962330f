import { createHash } from "node:crypto";
import { homedir } from "node:os";
import { join, resolve } from "node:path";

/** Where this installation keeps what lasts, and what it works on. All absolute paths. */
export interface Environment {
  /** The opened folder. */
  readonly workspaceRoot: string;
  /** 16 hex digits that name the workspace in file and row names. */
  readonly workspaceId: string;
  /** Settings, databases, added models, private tools. $AIRLOCK_HOME, else the platform's data folder. */
  readonly home: string;
  /** The program's own folder: models/, resources/ and package.json lie in it. */
  readonly installation: string;
}

export function environmentFor(workspace: string, variables: NodeJS.ProcessEnv): Environment {
  const workspaceRoot = resolve(workspace);
  return {
    workspaceRoot,
    workspaceId: createHash("sha256").update(workspaceRoot).digest("hex").slice(0, 16),
    home: resolve(variables.AIRLOCK_HOME ?? platformDataFolder(variables)),
    installation: resolve(import.meta.dirname, "../.."),
  };
}

function platformDataFolder(variables: NodeJS.ProcessEnv): string {
  if (process.platform === "win32")
    return join(variables.LOCALAPPDATA ?? join(homedir(), "AppData", "Local"), "Airlock");
  if (process.platform === "darwin") return join(homedir(), "Library", "Application Support", "Airlock");
  return join(variables.XDG_DATA_HOME ?? join(homedir(), ".local", "share"), "airlock");
}
