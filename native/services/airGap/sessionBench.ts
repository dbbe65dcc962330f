import type { Disposable } from "../../../core/base/disposable.ts";
import type { Result } from "../../../core/base/result.ts";
import type { Failure } from "../../../core/contract/failure.ts";
import type {
  EventName,
  EventPayload,
  RequestInput,
  RequestName,
  RequestResult,
  SignalName,
  SignalPayload,
} from "../../../core/contract/index.ts";

/** The workbench as its page sees it. */
export interface SessionPage {
  readonly host: {
    request<N extends RequestName>(
      name: N,
      params: RequestInput<N>,
      signal?: AbortSignal,
    ): Promise<Result<RequestResult<N>, Failure>>;
    signal<N extends SignalName>(name: N, payload: SignalPayload<N>): void;
    on<N extends EventName>(name: N, listener: (payload: EventPayload<N>) => void): Disposable;
  };
  get(path: string): Promise<{ readonly status: number; readonly bytes: Uint8Array }>;
  askUnchecked(name: string, params: object): Promise<unknown>;
}

export interface CommandExit {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** What the steps of a session work with. */
export interface SessionBench {
  readonly page: SessionPage;
  /** Paths of the built page's files, below it. */
  readonly pageFiles: readonly string[];
  /** Whether the scratch folder is a git repository; else why not. */
  readonly git: Result<undefined, string>;
  /** Runs `airlock …` in the scratch folder. */
  airlock(args: readonly string[], signal: AbortSignal): Promise<CommandExit>;
  readonly hasPython: boolean;
  /** Whether tools of other people are installed in the person's own home. */
  readonly hasPeers: boolean;
}

/** Says in a step that it cannot be done on this machine. */
export class StepSkipped extends Error {}
/** Says in a step what was not as it must be. */
export class StepFailed extends Error {}

export interface Step {
  readonly name: string;
  /** Not every machine can do it. */
  readonly isOptional?: boolean;
  /** Answers what was seen, in words. Throws StepSkipped or StepFailed. */
  run(bench: SessionBench, signal: AbortSignal): Promise<string>;
}

/** The value, or the failure as the step's. */
export function taken<T>(result: Result<T, Failure>): T {
  if (!result.ok) throw new StepFailed(result.error.message);
  return result.value;
}

export function must(holds: boolean, sentence: string): void {
  if (!holds) throw new StepFailed(sentence);
}
