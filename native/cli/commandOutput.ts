import type { Failure } from "../../core/contract/failure.ts";

/** 0 fine, 1 the answer is "no", 2 could not do it. */
export type ExitCode = 0 | 1 | 2;

/** With --json stdout carries one document and nothing else; prose and progress go to stderr. */
export function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value, undefined, 2)}\n`);
}

export function printLine(line: string): void {
  process.stdout.write(`${line}\n`);
}

export function printNote(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** One sentence on stderr that says why and what to do. */
export function printFailure(problem: Failure | string): ExitCode {
  printNote(`airlock: ${typeof problem === "string" ? problem : problem.message}`);
  return 2;
}

/** A bar on a terminal; silent otherwise. */
export class ProgressBar {
  readonly #label: string;
  #last = 0;

  constructor(label: string) {
    this.#label = label;
  }

  update(done: number, total: number): void {
    if (!process.stderr.isTTY || total === 0) return;
    const now = Date.now();
    if (now - this.#last < 80 && done < total) return;
    this.#last = now;
    const width = 24;
    const filled = Math.round((done / total) * width);
    process.stderr.write(
      `\r${this.#label} ${"█".repeat(filled)}${"░".repeat(width - filled)} ${done}/${total}`,
    );
  }

  finish(): void {
    if (process.stderr.isTTY && this.#last > 0) process.stderr.write("\r\u001b[2K");
  }
}
