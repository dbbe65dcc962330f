import type { Disposable } from "../base/disposable.ts";
import type { Event } from "../base/event.ts";
import type { Result } from "../base/result.ts";
import type { Failure } from "../contract/failure.ts";
import type { MimeBundle } from "./jupyterMessage.ts";

export type KernelState = "starting" | "idle" | "busy" | "dead";

/** One thing that a run has shown, in the order in which it came. */
export type KernelOutput =
  | { readonly kind: "stream"; readonly name: "stdout" | "stderr"; readonly text: string }
  | {
      readonly kind: "display";
      readonly data: MimeBundle;
      readonly metadata: Readonly<Record<string, unknown>>;
      /** Later ones of the same name take its place. */
      readonly displayId: string | undefined;
      /** Takes the place of all that were shown under its name, and is none of its own. */
      readonly isUpdate: boolean;
    }
  | {
      readonly kind: "result";
      readonly data: MimeBundle;
      readonly metadata: Readonly<Record<string, unknown>>;
      readonly executionCount: number | null;
    }
  | {
      readonly kind: "error";
      readonly name: string;
      readonly value: string;
      /** With ANSI colours. */
      readonly traceback: readonly string[];
    }
  /** What was shown so far goes; with the next output where it waits. */
  | { readonly kind: "clear"; readonly waits: boolean };

export interface KernelInfo {
  /** "ipython 9.1", "airlock" */
  readonly implementation: string;
  readonly language: string;
  readonly languageVersion: string;
  /** ".py" */
  readonly fileExtension: string;
}

export interface ExecuteRequest {
  readonly code: string;
  /** Nothing is shown, counted or kept: for what Airlock itself asks. */
  readonly isSilent?: boolean;
  readonly onOutput: (output: KernelOutput) => void;
  /** What `input()` gets; undefined ends the run as Ctrl+D would. Absent: no input is to be had. */
  readonly onInput?: (prompt: string, isPassword: boolean) => Promise<string | undefined>;
}

export interface ExecuteOutcome {
  readonly status: "ok" | "error" | "aborted";
  readonly executionCount: number | null;
}

/** A kernel that runs. Requests fail with "unavailable" once it is dead. */
export interface Kernel extends Disposable {
  readonly info: KernelInfo;
  readonly state: KernelState;
  readonly onDidChangeState: Event<KernelState>;
  /** One after the other; resolves once its reply and all of its output are there. */
  execute(request: ExecuteRequest): Promise<Result<ExecuteOutcome, Failure>>;
  /** Offsets in code points, as Jupyter counts. */
  complete(
    code: string,
    cursor: number,
  ): Promise<
    Result<{ readonly matches: readonly string[]; readonly start: number; readonly end: number }, Failure>
  >;
  inspect(code: string, cursor: number): Promise<Result<MimeBundle | undefined, Failure>>;
  /** What runs ends with KeyboardInterrupt; what waits behind it is aborted. */
  interrupt(): Promise<void>;
  /** Ends it for good: asked first, killed where it does not go. */
  shutdown(): Promise<void>;
  /** Lets go of it and lets it run: another host finds it again. */
  dispose(): void;
}
