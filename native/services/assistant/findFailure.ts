import { languageOfPath } from "../../../core/base/languageOfPath.ts";
import { fail, ok, type Result } from "../../../core/base/result.ts";
import type { Question } from "../../../core/contract/assistant.ts";
import { type Failure, failureOf } from "../../../core/contract/failure.ts";
import { ownFrames } from "../../../core/facts/ownFrames.ts";
import { readTraceback, type Traceback, type TracebackFrame } from "../../../core/facts/traceback.ts";

export interface FailureFound {
  readonly traceback: Traceback;
  /** In files of the workspace, innermost last. */
  readonly frames: readonly TracebackFrame[];
  /** Where it failed in the person's own code; the line is zero-based. */
  readonly place: { readonly path: string; readonly language: string; readonly line: number } | undefined;
  readonly text: string;
}

/** The failure in what was pasted or printed; undefined when none was given, a failure of its own when there is none in it. */
export function findFailure(
  { trace, spec, target }: Question,
  files: readonly string[],
  root: string,
): Result<FailureFound, Failure> | undefined {
  const text = trace ?? spec;
  const traceback = readTraceback(text);
  if (traceback === undefined) {
    if (trace === undefined && target !== undefined) return undefined;
    return fail(
      failureOf(
        "invalidRequest",
        "There is no traceback in that text. Paste it whole, from its first line to the error.",
      ),
    );
  }
  const frames = ownFrames(traceback, root, new Set(files));
  const failingFrame = frames.at(-1);
  return ok({
    traceback,
    frames,
    place: failingFrame && {
      path: failingFrame.path,
      language: languageOfPath(failingFrame.path),
      line: failingFrame.line - 1,
    },
    text,
  });
}
