import { randomUUID } from "node:crypto";
import { basename, join } from "node:path";
import type { Disposable } from "../../../core/base/disposable.ts";
import { fail, ok, type Result } from "../../../core/base/result.ts";
import { type Failure, failureOf } from "../../../core/contract/failure.ts";
import type { TerminalInfo } from "../../../core/contract/terminal.ts";
import type { EventBus } from "../../rpc/eventBus.ts";
import type { Client, RequestHandlers, SignalHandlers } from "../../rpc/handlers.ts";
import type { FolderResolver, StartPty } from "./pty.ts";
import { findShell } from "./shell.ts";
import { Terminal } from "./terminal.ts";

/** Enough for anyone; a page gone wrong must not start shells without end. */
const mostTerminals = 64;

export interface TerminalsOptions {
  /** The program's own folder, in which resources/shell lies. */
  readonly installation: string;
  readonly variables: NodeJS.ProcessEnv;
  /** The setting terminal.shell as it is now. */
  readonly wantedShell: () => string;
  /** Whether a terminal that is opened now reaches the network. */
  readonly network: () => "open" | "sealed";
}

/** The terminals of the workspace. They outlive the page that opened them, and end with the host. */
export class TerminalsService implements Disposable {
  readonly #start: StartPty;
  readonly #folders: FolderResolver;
  readonly #bus: EventBus;
  readonly #options: TerminalsOptions;
  readonly #terminals = new Map<string, Terminal>();

  constructor(start: StartPty, folders: FolderResolver, bus: EventBus, options: TerminalsOptions) {
    this.#start = start;
    this.#folders = folders;
    this.#bus = bus;
    this.#options = options;
  }

  /** Starts a shell in a workspace folder ("" is the root); the asking page is attached from its first output on. */
  async create(
    folder: string,
    columns: number,
    rows: number,
    client: Client,
  ): Promise<Result<TerminalInfo, Failure>> {
    if (this.#terminals.size >= mostTerminals)
      return fail(failureOf("unavailable", `${mostTerminals} terminals are open. Close one first.`));
    const real = await this.#folders.realFolder(folder);
    if (!real.ok) return real;
    const { installation, variables, wantedShell, network } = this.#options;
    const shell = findShell(wantedShell(), variables, join(installation, "resources", "shell"));
    if (!shell.ok) return shell;
    const pty = this.#start({ ...shell.value, folder: real.value, columns, rows, network: network() });
    if (!pty.ok) return pty;
    const id = randomUUID();
    const { file } = shell.value;
    const terminal = new Terminal(id, file, basename(file), pty.value, (exitCode) =>
      this.#bus.fire("terminal.didExit", { id, exitCode }),
    );
    this.#terminals.set(id, terminal);
    terminal.attach(client);
    return ok(terminal.info);
  }

  list(): TerminalInfo[] {
    return [...this.#terminals.values()].map((terminal) => terminal.info);
  }

  find(id: string): Terminal | undefined {
    return this.#terminals.get(id);
  }

  close(id: string): void {
    this.#terminals.get(id)?.dispose();
    this.#terminals.delete(id);
  }

  /** A page that is gone draws nothing any more and must hold up nothing. */
  clientGone(client: Client): void {
    for (const terminal of this.#terminals.values()) terminal.detach(client);
  }

  dispose(): void {
    for (const id of [...this.#terminals.keys()]) this.close(id);
  }
}

type TerminalRequest = "terminal.create" | "terminal.list" | "terminal.attach" | "terminal.close";
type TerminalSignal = "terminal.input" | "terminal.resize" | "terminal.acknowledge";

export function terminalHandlers(terminals: TerminalsService): Pick<RequestHandlers, TerminalRequest> {
  return {
    "terminal.create": ({ cwd, columns, rows }, { client }) =>
      terminals.create(cwd ?? "", columns, rows, client),
    "terminal.list": () => ok({ terminals: terminals.list() }),
    // Answers at once, without a turn in between, so that no output can overtake the replay.
    "terminal.attach": ({ id, columns, rows }, { client }) => {
      const terminal = terminals.find(id);
      if (terminal === undefined) return fail(failureOf("notFound", "This terminal has been closed."));
      const replay = terminal.attach(client);
      terminal.resize(columns, rows);
      return ok({ replay });
    },
    "terminal.close": ({ id }) => {
      terminals.close(id);
      return ok({});
    },
  };
}

export function terminalSignals(terminals: TerminalsService): Pick<SignalHandlers, TerminalSignal> {
  return {
    "terminal.input": ({ id, data }) => terminals.find(id)?.input(data),
    "terminal.resize": ({ id, columns, rows }) => terminals.find(id)?.resize(columns, rows),
    "terminal.acknowledge": ({ id, characters }, client) =>
      terminals.find(id)?.acknowledge(client, characters),
  };
}
