import type { CancelSignal } from "../../../core/base/cancelSignal.ts";
import type { Disposable } from "../../../core/base/disposable.ts";
import type { Result } from "../../../core/base/result.ts";
import type { ModelPort } from "../../../core/completion/modelPort.ts";
import type { Failure } from "../../../core/contract/failure.ts";
import type { GateSubject, ScanReach, Verdict } from "../../../core/contract/gate.ts";
import type { ModelInfo } from "../../../core/contract/model.ts";
import type { Settings } from "../../../core/contract/settings.ts";

/** The one gate. Never throws and never passes what it could not look at. */
export interface Gate {
  scan(subject: GateSubject, signal: CancelSignal, reach?: ScanReach): Promise<Verdict>;
  /** A file of this language is open: what takes long to start may be started now. */
  warm?(language: string): void;
}

export interface CurrentModel {
  readonly info: ModelInfo;
  readonly port: ModelPort;
}

export interface CompletionModels {
  /** The loaded model; waits while it loads, fails when there is none. */
  current(): Promise<Result<CurrentModel, Failure>>;
  /** Shows what the model is doing until disposed. */
  working(doing: string): Disposable;
}

export interface CompletionServiceParts {
  readonly models: CompletionModels;
  readonly gate: Gate;
  readonly settings: () => Settings;
}
