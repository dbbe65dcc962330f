import type { Result } from "../../../core/base/result.ts";
import type { Failure } from "../../../core/contract/failure.ts";

export interface InstalledForPython {
  /** "3.11"; undefined where no interpreter is known. */
  readonly version: string | undefined;
  /** Normalized distribution → version. */
  readonly versions: ReadonlyMap<string, string>;
}

/** What the project service needs to know of the workspace and the machine. Nothing that lies in the workspace is run. */
export interface ProjectPorts {
  /** Every file that git does not ignore, as workspace paths. */
  listFiles(signal: AbortSignal): Promise<Result<readonly string[], Failure>>;
  /** "tooLarge" beyond `limit` bytes. */
  readText(path: string, limit: number): Promise<Result<string, Failure>>;
  /** Of the interpreter in use; the same object as long as nothing changed. */
  python(): Promise<InstalledForPython>;
  /** Of these packages the versions in the node_modules nearest to `path`. */
  installedNpm(names: readonly string[], path: string): Promise<ReadonlyMap<string, string>>;
  /** Of the Node.js on this machine; undefined without one. */
  nodeVersion(): Promise<string | undefined>;
}
