import { type IPty, spawn } from "@lydell/node-pty";
import type { Disposable } from "../../../core/base/disposable.ts";
import { fail, ok, type Result } from "../../../core/base/result.ts";
import { type Failure, failureOf } from "../../../core/contract/failure.ts";
import { childSeal } from "../../base/childSeal.ts";
import { namespacedStart, withoutProxies } from "../../base/sealedChild.ts";

export interface PtyOptions {
  /** Absolute path of an executable. */
  readonly file: string;
  readonly args: readonly string[];
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly columns: number;
  readonly rows: number;
  readonly network: "open" | "sealed";
}

/** A program on a pseudoterminal. After it exited, everything here is harmless and does nothing. */
export class PtyProcess {
  readonly #pty: IPty;
  #exited = false;

  private constructor(pty: IPty) {
    this.#pty = pty;
    pty.onExit(() => {
      this.#exited = true;
    });
  }

  static start(options: PtyOptions): Result<PtyProcess, Failure> {
    const { network, environment } = options;
    // Sealed is a promise: where it cannot be kept there is no terminal.
    const start = network === "open" ? options : namespacedStart(options.file, options.args);
    if (start === undefined)
      return fail(
        failureOf(
          "unavailable",
          `Terminals are to be sealed here and cannot be, so none is opened. ${childSeal().reason} Set terminal.network to open where the policy lets you.`,
        ),
      );
    try {
      const pty = spawn(start.file, [...start.args], {
        name: "xterm-256color",
        cols: options.columns,
        rows: options.rows,
        cwd: options.folder,
        env: { ...(network === "open" ? environment : withoutProxies(environment)) },
      });
      return ok(new PtyProcess(pty));
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      return fail(
        failureOf(
          "toolMissing",
          `A terminal could not be started: ${reason}. Check the setting terminal.shell.`,
        ),
      );
    }
  }

  get pid(): number {
    return this.#pty.pid;
  }

  onData(listener: (data: string) => void): Disposable {
    return this.#pty.onData(listener);
  }

  onExit(listener: (exitCode: number) => void): Disposable {
    return this.#pty.onExit(({ exitCode }) => listener(exitCode));
  }

  write(data: string): void {
    if (!this.#exited) this.#pty.write(data);
  }

  resize(columns: number, rows: number): void {
    if (!this.#exited) this.#pty.resize(columns, rows);
  }

  /** Stops reading: the program then waits as soon as the kernel's small buffer is full. */
  pause(): void {
    if (!this.#exited) this.#pty.pause();
  }

  resume(): void {
    if (!this.#exited) this.#pty.resume();
  }

  /** Hangs up, as closing a terminal's window does. */
  kill(): void {
    if (!this.#exited) this.#pty.kill();
  }
}
