import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { join, resolve, sep } from "node:path";

/** Where this installation keeps what lasts, and what it works on. All absolute paths. */
export interface Environment {
  /** The opened folder. */
  readonly workspaceRoot: string;
  /** 16 hex digits that name the workspace in file and row names. */
  readonly workspaceId: string;
  /** Settings, databases, added models, private tools. $AIRLOCK_HOME, else the platform's data folder. */
  readonly home: string;
  /** The program's own folder: resources/, node_modules/ and package.json lie in it, as files that any process can read. */
  readonly installation: string;
  /** Folder of the built page; inside the archive in a desktop package. */
  readonly page: string;
  /** Folder of the bundled models and their manifest. */
  readonly models: string;
  /** The program of a model's own process. */
  readonly modelProcessScript: string;
  /** The program of the embedding model's process. */
  readonly embeddingProcessScript: string;
  /** The program of the process that keeps the index. */
  readonly indexProcessScript: string;
  /** The program of the threads that cut files for the index. */
  readonly cutWorkerScript: string;
  /** The program of the TypeScript analyzer's process. */
  readonly typescriptScript: string;
  /** The Node that runs child processes: never Electron itself, whose run-as-Node switch is off. */
  readonly nodeBinary: string;
}

export function environmentFor(workspace: string, variables: NodeJS.ProcessEnv): Environment {
  const workspaceRoot = resolve(workspace);
  // The same depth in the sources (native/services) and in the bundle (dist/electron).
  const program = resolve(import.meta.dirname, "../..");
  const packed = program.endsWith(`${sep}app.asar`);
  const installation = packed ? `${program}.unpacked` : program;
  return {
    workspaceRoot,
    workspaceId: createHash("sha256").update(workspaceRoot).digest("hex").slice(0, 16),
    home: resolve(variables.AIRLOCK_HOME ?? platformDataFolder(variables)),
    installation,
    page: join(program, "dist", "renderer"),
    models: packed ? resolve(program, "..", "models") : join(program, "models"),
    typescriptScript: packed
      ? join(installation, "dist", "electron", "typescriptWorker.js")
      : join(program, "native", "adapters", "analyzers", "typescriptWorker.ts"),
    modelProcessScript: packed
      ? join(installation, "dist", "electron", "modelProcess.js")
      : join(program, "native", "adapters", "llama", "modelProcess.ts"),
    embeddingProcessScript: packed
      ? join(installation, "dist", "electron", "embeddingProcess.js")
      : join(program, "native", "adapters", "llama", "embeddingProcess.ts"),
    cutWorkerScript: packed
      ? join(installation, "dist", "electron", "cutWorker.js")
      : join(program, "native", "adapters", "treeSitter", "cutWorker.ts"),
    indexProcessScript: packed
      ? join(installation, "dist", "electron", "composeIndexProgram.js")
      : join(program, "native", "composeIndexProgram.ts"),
    nodeBinary: process.versions.electron === undefined ? process.execPath : shippedNode(installation),
  };
}

function shippedNode(installation: string): string {
  const platform = process.platform === "win32" ? "win" : process.platform;
  const folder = join(installation, "node_modules", `node-${platform}-${process.arch}`, "bin");
  const binary = join(folder, process.platform === "win32" ? "node.exe" : "node");
  // Without it the system's Node serves; the doctor names what is missing.
  return existsSync(binary) ? binary : "node";
}

function platformDataFolder(variables: NodeJS.ProcessEnv): string {
  if (process.platform === "win32")
    return join(variables.LOCALAPPDATA ?? join(homedir(), "AppData", "Local"), "Airlock");
  if (process.platform === "darwin") return join(homedir(), "Library", "Application Support", "Airlock");
  return join(variables.XDG_DATA_HOME ?? join(homedir(), ".local", "share"), "airlock");
}
