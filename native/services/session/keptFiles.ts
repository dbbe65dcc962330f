import type { Result } from "../../../core/base/result.ts";
import type { Failure } from "../../../core/contract/failure.ts";

/** Small text files in Airlock's home, written whole or not at all; native/adapters/fs HomeFiles is one. */
export interface KeptFiles {
  pathOf(name: string): string;
  read(name: string): Promise<Result<string | undefined, Failure>>;
  write(name: string, text: string): Promise<Result<void, Failure>>;
  remove(name: string): Promise<Result<void, Failure>>;
  /** Renames a damaged file out of the way and answers its new name. */
  setAside(name: string): Promise<Result<string, Failure>>;
  list(folder: string): Promise<Result<readonly string[], Failure>>;
}
