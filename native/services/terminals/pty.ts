import type { Disposable } from "../../../core/base/disposable.ts";
import type { Result } from "../../../core/base/result.ts";
import type { Failure } from "../../../core/contract/failure.ts";

/** A program on a pseudoterminal; native/adapters/pty is one. */
export interface Pty {
  readonly pid: number;
  onData(listener: (data: string) => void): Disposable;
  onExit(listener: (exitCode: number) => void): Disposable;
  write(data: string): void;
  resize(columns: number, rows: number): void;
  pause(): void;
  resume(): void;
  kill(): void;
}

export interface PtyStart {
  readonly file: string;
  readonly args: readonly string[];
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly columns: number;
  readonly rows: number;
  readonly network: "open" | "sealed";
}

export type StartPty = (options: PtyStart) => Result<Pty, Failure>;

/** Where a workspace folder really lies; refuses what leads out. */
export interface FolderResolver {
  realFolder(path: string): Promise<Result<string, Failure>>;
}
