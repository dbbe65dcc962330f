import type { ChildProcessWithoutNullStreams } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { constants, setPriority } from "node:os";
import { dirname } from "node:path";
import { StreamMessageReader, StreamMessageWriter } from "vscode-jsonrpc/node";
import { z } from "zod";
import type { Disposable } from "../../../core/base/disposable.ts";
import { Emitter } from "../../../core/base/event.ts";
import { fail, ok, type Result } from "../../../core/base/result.ts";
import { type Failure, failureOf } from "../../../core/contract/failure.ts";
import { lspMessage } from "../../../core/contract/language.ts";
import { spawnSealedNode } from "../../base/sealedChild.ts";

type LspMessage = z.infer<typeof lspMessage>;

export interface PyrightOptions {
  /** The Node that runs it; Electron's own binary serves too. */
  readonly node: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly log: (line: string) => void;
  /** A person waits for its answers: it is not put behind the editor and the model. */
  readonly isWaitedFor?: boolean;
}

/** It analyses after every key; the editor and the model, which are waited for, come first when cores are scarce. */
function yieldToTyping(pid: number | undefined): void {
  try {
    if (pid !== undefined) setPriority(pid, constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // Already gone, or not allowed here: it runs as it is.
  }
}

/** A pyright language server in a process of its own. It ends with its input, so it cannot outlive the host. */
export class PyrightProcess implements Disposable {
  readonly version: string;
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #writer: StreamMessageWriter;
  readonly #messages = new Emitter<LspMessage>();
  readonly #exits = new Emitter<string>();
  #ended = false;

  readonly onMessage = this.#messages.event;
  /** Why it ended, as a sentence; not fired after dispose. */
  readonly onExit = this.#exits.event;

  private constructor(child: ChildProcessWithoutNullStreams, version: string, log: (line: string) => void) {
    this.#child = child;
    this.version = version;
    this.#writer = new StreamMessageWriter(child.stdin);
    const reader = new StreamMessageReader(child.stdout);
    reader.onError((error) => log(`pyright: ${error.message}`));
    reader.listen((message) => {
      const parsed = lspMessage.safeParse(message);
      if (parsed.success) this.#messages.fire(parsed.data);
    });
    child.stderr.on("data", (chunk: Buffer) => log(`pyright: ${chunk.toString("utf8").trimEnd()}`));
    child.stdin.on("error", (error) => log(`pyright: ${error.message}`));
    child.on("error", (error) => this.#end(`Pyright could not be started: ${error.message}.`));
    child.on("exit", (code, signal) =>
      this.#end(`Pyright ended unexpectedly (${signal ?? `status ${code}`}).`),
    );
  }

  static start(options: PyrightOptions): Result<PyrightProcess, Failure> {
    const installed = findPyright();
    if (installed === undefined)
      return fail(
        failureOf(
          "toolMissing",
          "Pyright is not installed, so Python has no language service. Run npm install.",
        ),
      );
    const child = spawnSealedNode(installed.script, ["--stdio"], {
      node: options.node,
      name: "pyright",
      // Not the workspace: what is looked for in the current folder must not be found there.
      cwd: dirname(installed.script),
      env: options.environment,
    });
    if (options.isWaitedFor !== true) yieldToTyping(child.pid);
    return ok(new PyrightProcess(child, installed.version, options.log));
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  send(message: LspMessage): void {
    if (!this.#ended) void this.#writer.write(message).catch(() => {});
  }

  #end(reason: string): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#exits.fire(reason);
    this.#messages.dispose();
    this.#exits.dispose();
  }

  dispose(): void {
    this.#ended = true;
    this.#messages.dispose();
    this.#exits.dispose();
    this.#child.kill("SIGKILL");
  }
}

function findPyright(): { readonly script: string; readonly version: string } | undefined {
  try {
    const require = createRequire(import.meta.url);
    const manifest = z
      .object({ version: z.string() })
      .parse(JSON.parse(readFileSync(require.resolve("pyright/package.json"), "utf8")));
    return { script: require.resolve("pyright/langserver.index.js"), version: manifest.version };
  } catch {
    return undefined;
  }
}
