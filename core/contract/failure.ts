import { z } from "zod";

/** Everything that can be expected to go wrong, by name. A failure crosses RPC as code + message + data. */
export const failureCode = z.enum([
  "notFound",
  "alreadyExists",
  "outsideWorkspace",
  "invalidPath",
  "notAFile",
  "notADirectory",
  "binary",
  "tooLarge",
  "conflict",
  "readOnly",
  "diskFull",
  "permission",
  "unsupportedEncoding",
  "modelMissing",
  "modelInvalid",
  "modelTooLarge",
  "modelHashMismatch",
  "modelCrashed",
  "modelUnresponsive",
  "blocked",
  "ledgerUnavailable",
  "toolMissing",
  "cancelled",
  "invalidRequest",
  "unavailable",
]);
export type FailureCode = z.infer<typeof failureCode>;

export const failure = z.object({
  code: failureCode,
  /** One plain sentence that says what happened and what to do. */
  message: z.string(),
  data: z.unknown().optional(),
});
export type Failure = z.infer<typeof failure>;

export function failureOf(code: FailureCode, message: string, data?: unknown): Failure {
  return data === undefined ? { code, message } : { code, message, data };
}
