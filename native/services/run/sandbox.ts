import type { Result } from "../../../core/base/result.ts";
import type { Failure } from "../../../core/contract/failure.ts";
import type { RunLimits, TestRunnerName } from "../../../core/contract/run.ts";
import type { SandboxExit } from "../../../core/sandbox/sandboxExit.ts";

/** A folder or file of this machine that the sandboxed program may read. */
export interface ReadOnlyMount {
  readonly from: string;
  /** Absolute, inside the sandbox. */
  readonly at: string;
}

export interface SandboxCommand {
  /** Host folders whose contents are copied, in order, into the sandbox's own /workspace before the program starts. */
  readonly sources: readonly string[];
  readonly mounts: readonly ReadOnlyMount[];
  /** Paths inside the sandbox. It starts in /workspace. */
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** Handed to the program on descriptor 4; its report comes on descriptor 3. */
  readonly word: string;
  readonly limits: RunLimits;
}

/** Runs a program that nobody trusts; native/adapters/sandbox has one. Never runs it outside. */
export interface Sandbox {
  /** What holds the program, or why nothing can be run and what to do. */
  describe(): Result<string, Failure>;
  /** An abort kills everything the program started and fails with "cancelled". */
  run(
    command: SandboxCommand,
    onOutput: (text: string) => void,
    signal: AbortSignal,
  ): Promise<Result<SandboxExit, Failure>>;
}

export interface Overlay {
  readonly path: string;
  readonly text: string;
}

/** A copy of the workspace on this machine, from which sandboxes fill their own. */
export interface Scratch {
  readonly folder: string;
  /** Workspace paths of what was copied. */
  readonly files: ReadonlySet<string>;
  /** Left out for their size or number. */
  readonly notCopied: readonly string[];
  /** sha256 over paths and contents. */
  readonly digest: string;
  read(path: string): string | undefined;
  /** A folder beside it that holds these files alone. */
  layer(overlays: readonly Overlay[]): Promise<Result<string, Failure>>;
  dispose(): void;
}

export type CopyWorkspace = (signal: AbortSignal) => Promise<Result<Scratch, Failure>>;

/** What runs tests here, and what a sandbox must see of this machine for it. */
export interface Toolchain {
  readonly mounts: readonly ReadOnlyMount[];
  /** Program and first arguments, inside the sandbox. */
  readonly command: readonly string[];
  /** For sentences. */
  readonly name: string;
}

export interface RunKind {
  readonly stopAtFirst: boolean;
  /** Whether the run says which lines of a file its tests reached. */
  readonly isTraced: boolean;
}

export interface Toolchains {
  /** "toolMissing" when there is none. `runner` decides which program. */
  find(runner: TestRunnerName, testFile: string, kind: RunKind): Result<Toolchain, Failure>;
  hasPackage(name: string): boolean;
}
