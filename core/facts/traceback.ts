import { readCompilerErrors } from "./compilerErrors.ts";
import { plainLines } from "./plainLines.ts";
import { readPytestFailure } from "./pytestFailure.ts";
import { readPythonTraceback } from "./pythonTraceback.ts";
import { readScriptStack } from "./scriptStack.ts";

export interface RaisedError {
  readonly type: string;
  readonly message: string;
}

export interface TracebackFrame {
  /** As written. */
  readonly path: string;
  /** One-based, as written. */
  readonly line: number;
  readonly column?: number;
  readonly functionName?: string;
  readonly code?: string;
}

export interface Traceback {
  readonly language: "python" | "javascript" | "typescript";
  readonly error: RaisedError;
  /** The innermost, where it failed, last. */
  readonly frames: readonly TracebackFrame[];
  /** What led to the error, the nearest first. */
  readonly causes: readonly RaisedError[];
}

export interface FoundTraceback {
  readonly traceback: Traceback;
  /** Index of its last line. */
  readonly endsAt: number;
}

/** The last error in what a program, a test runner or the TypeScript compiler printed. Its time grows with the text's length alone. */
export function readTraceback(text: string): Traceback | undefined {
  const lines = plainLines(text);
  const readers = [readPythonTraceback, readPytestFailure, readScriptStack, readCompilerErrors];
  let last: FoundTraceback | undefined;
  for (const read of readers) {
    const found = read(lines);
    if (found !== undefined && (last === undefined || found.endsAt > last.endsAt)) last = found;
  }
  return last?.traceback;
}
