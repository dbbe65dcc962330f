import type { z } from "zod";
import type { Disposable } from "../../../core/base/disposable.ts";
import type { Result } from "../../../core/base/result.ts";
import type { Failure } from "../../../core/contract/failure.ts";
import type { lspMessage } from "../../../core/contract/language.ts";

export type LspMessage = z.infer<typeof lspMessage>;

/** A running language server; native/adapters/lsp is one. */
export interface LanguageServer extends Disposable {
  readonly version: string;
  send(message: LspMessage): void;
  onMessage(listener: (message: LspMessage) => void): Disposable;
  onExit(listener: (reason: string) => void): Disposable;
}

/** `environment` is all that the server inherits. */
export type StartLanguageServer = (
  environment: Readonly<Record<string, string>>,
) => Result<LanguageServer, Failure>;
