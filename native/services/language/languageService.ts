import { randomUUID } from "node:crypto";
import { delimiter } from "node:path";
import { pathToFileURL } from "node:url";
import { type Disposable, DisposableStore } from "../../../core/base/disposable.ts";
import { fail, ok, type Result } from "../../../core/base/result.ts";
import { type Failure, failureOf } from "../../../core/contract/failure.ts";
import type { RequestResult } from "../../../core/contract/index.ts";
import { trustedPath } from "../../base/trustedPath.ts";
import type { EventBus } from "../../rpc/eventBus.ts";
import type { Client, RequestHandlers, SignalHandlers } from "../../rpc/handlers.ts";
import type { LanguageServer, LspMessage, StartLanguageServer } from "./languageServer.ts";
import { configurationAnswer, configurationChanged, withHostParameters } from "./pyrightMessages.ts";
import { findPythonInterpreter, type PythonInterpreter } from "./pythonInterpreter.ts";

const mostCrashes = 3;
const crashWindowMilliseconds = 3 * 60_000;

export interface LanguageOptions {
  /** The workspace's folder, free of links. */
  readonly workspaceRoot: string;
  readonly variables: NodeJS.ProcessEnv;
  /** The setting python.interpreter as it is now. */
  readonly wantedInterpreter: () => string;
  readonly log: (line: string) => void;
  /** Milliseconds, for counting crashes. */
  readonly now: () => number;
}

interface Session {
  readonly client: Client;
  readonly server: LanguageServer;
  readonly children: DisposableStore;
}

/**
 * Language servers and the pages they serve. A server knows one set of open documents, so each page has one of its own;
 * messages pass through as they are, but for the settings, which the service answers itself.
 */
export class LanguageService implements Disposable {
  readonly #start: StartLanguageServer;
  readonly #options: LanguageOptions;
  readonly #sessions = new Map<string, Session>();
  readonly #subscription: Disposable;
  #crashes: number[] = [];
  #python: PythonInterpreter;

  constructor(start: StartLanguageServer, bus: EventBus, options: LanguageOptions) {
    this.#start = start;
    this.#options = options;
    this.#python = this.#findPython();
    this.#subscription = bus.on("settings.didChange", () => this.#settingsChanged());
  }

  /** The workspace's Python, to be shown. */
  get interpreter(): string | undefined {
    return this.#python.interpreter;
  }

  /** Starts the page's server, or answers the one it has, unless it shall be a fresh one. After a crash the page calls again, at most 3 times in 3 minutes. */
  start(client: Client, afresh = false): Result<RequestResult<"language.start">, Failure> {
    if (afresh) this.clientGone(client);
    const running = [...this.#sessions].find(([, session]) => session.client === client);
    if (running !== undefined) return ok(this.#describe(running[0], running[1].server));
    const since = this.#options.now() - crashWindowMilliseconds;
    this.#crashes = this.#crashes.filter((time) => time > since);
    if (this.#crashes.length > mostCrashes)
      return fail(
        failureOf(
          "unavailable",
          "Python's language service keeps ending unexpectedly and is left off. The Output panel says why; reload in a few minutes.",
        ),
      );
    this.#python = this.#findPython();
    const started = this.#start(this.#environment());
    if (!started.ok) return started;
    const serverId = randomUUID();
    const server = started.value;
    const children = new DisposableStore();
    children.add(server);
    children.add(server.onMessage((message) => this.#fromServer(serverId, message)));
    children.add(server.onExit((reason) => this.#crashed(serverId, reason)));
    this.#sessions.set(serverId, { client, server, children });
    return ok(this.#describe(serverId, server));
  }

  /** A page may speak to its own server alone. */
  send(client: Client, serverId: string, message: LspMessage): void {
    const session = this.#sessions.get(serverId);
    if (session === undefined || session.client !== client) return;
    session.server.send(withHostParameters(message, this.#options.workspaceRoot));
  }

  clientGone(client: Client): void {
    for (const [serverId, session] of [...this.#sessions]) if (session.client === client) this.#end(serverId);
  }

  #describe(serverId: string, server: LanguageServer): RequestResult<"language.start"> {
    const { interpreter } = this.#python;
    return {
      serverId,
      rootUri: pathToFileURL(this.#options.workspaceRoot).href,
      ...(interpreter === undefined ? {} : { interpreter }),
      version: server.version,
    };
  }

  #fromServer(serverId: string, message: LspMessage): void {
    const session = this.#sessions.get(serverId);
    const answer = configurationAnswer(message, this.#python);
    if (answer === undefined) session?.client.send("language.message", { serverId, message });
    else session?.server.send(answer);
  }

  #crashed(serverId: string, reason: string): void {
    this.#crashes.push(this.#options.now());
    this.#options.log(`language: ${reason}`);
    const session = this.#sessions.get(serverId);
    this.#end(serverId);
    session?.client.send("language.didStop", { serverId, reason });
  }

  #settingsChanged(): void {
    const before = JSON.stringify(this.#python);
    this.#python = this.#findPython();
    if (JSON.stringify(this.#python) === before) return;
    for (const { server } of this.#sessions.values()) server.send(configurationChanged);
  }

  #findPython(): PythonInterpreter {
    const { wantedInterpreter, workspaceRoot, variables } = this.#options;
    return findPythonInterpreter(wantedInterpreter(), workspaceRoot, variables);
  }

  /** Only what a language server needs: nothing of Airlock's, no NODE_OPTIONS, no PATH into the workspace. */
  #environment(): Record<string, string> {
    const { variables, workspaceRoot } = this.#options;
    const environment: Record<string, string> = {
      PATH: trustedPath(variables, workspaceRoot).join(delimiter),
    };
    for (const name of ["HOME", "USERPROFILE", "SYSTEMROOT", "APPDATA", "TEMP", "TMPDIR", "LANG", "LC_ALL"]) {
      const value = variables[name];
      if (value !== undefined) environment[name] = value;
    }
    return environment;
  }

  #end(serverId: string): void {
    this.#sessions.get(serverId)?.children.dispose();
    this.#sessions.delete(serverId);
  }

  dispose(): void {
    this.#subscription.dispose();
    for (const serverId of [...this.#sessions.keys()]) this.#end(serverId);
  }
}

export function languageHandlers(language: LanguageService): Pick<RequestHandlers, "language.start"> {
  return { "language.start": ({ afresh }, { client }) => language.start(client, afresh) };
}

export function languageSignals(language: LanguageService): Pick<SignalHandlers, "language.send"> {
  return { "language.send": ({ serverId, message }, client) => language.send(client, serverId, message) };
}
