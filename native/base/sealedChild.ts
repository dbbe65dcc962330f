import {
  type ChildProcess,
  type ChildProcessByStdio,
  type ChildProcessWithoutNullStreams,
  execFile,
  fork,
  type StdioOptions,
  spawn,
  spawnSync,
} from "node:child_process";
import { delimiter, isAbsolute, join, parse } from "node:path";
import { Readable } from "node:stream";
import { promisify } from "node:util";
import { childSeal, hostNetworkVariables } from "./childSeal.ts";
import { guardProgram } from "./guardProgram.ts";
import { readReports } from "./readReports.ts";
import { reportDescriptor, reportVariables } from "./reportVariables.ts";
import { canRun, onPath } from "./trustedPath.ts";

/** How every child of ours is started: without the person's proxies, and without a network where the kernel allows it. */
export interface SealedOptions {
  readonly cwd: string;
  /** The whole environment: nothing of ours is inherited. */
  readonly env: NodeJS.ProcessEnv;
  /** A person told us to reach the network with it. */
  readonly network?: "open";
}

interface Start {
  readonly file: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
}

interface SpawnOptions extends SealedOptions {
  readonly stdio?: StdioOptions;
  readonly detached?: boolean;
}

export interface CollectOptions extends SealedOptions {
  readonly maxBuffer: number;
  /** Milliseconds. */
  readonly timeout?: number;
  readonly signal?: AbortSignal;
}

/** Starts a program: an absolute path, or a name that is looked for on the PATH of `env`, relative entries left out. */
export function spawnSealed(
  program: string,
  args: readonly string[],
  options: SpawnOptions & { readonly stdio: ["ignore", "pipe", "pipe"] },
): ChildProcessByStdio<null, Readable, Readable>;
export function spawnSealed(
  program: string,
  args: readonly string[],
  options: SpawnOptions & { readonly stdio?: undefined },
): ChildProcessWithoutNullStreams;
export function spawnSealed(program: string, args: readonly string[], options: SpawnOptions): ChildProcess {
  const { file, args: all, env } = startOf(program, args, options);
  const { cwd, stdio = "pipe", detached = false } = options;
  return spawn(file, [...all], { cwd, env, stdio, detached, windowsHide: true });
}

/** Runs a program to its end. Rejects as execFile does, with `code`, `stdout` and `stderr`. */
export async function collectSealed(
  program: string,
  args: readonly string[],
  options: CollectOptions,
): Promise<{ readonly stdout: Buffer; readonly stderr: Buffer }> {
  const { file, args: all, env } = startOf(program, args, options);
  const { cwd, maxBuffer, timeout = 0, signal } = options;
  return await promisify(execFile)(file, [...all], {
    cwd,
    env,
    maxBuffer,
    timeout,
    ...(signal === undefined ? {} : { signal }),
    encoding: "buffer",
    killSignal: "SIGKILL",
    windowsHide: true,
  });
}

/** The same, while everything else waits: for questions that a program answers in a moment. */
export function collectSealedSync(program: string, args: readonly string[], options: CollectOptions) {
  const { file, args: all, env } = startOf(program, args, options);
  const { cwd, maxBuffer, timeout } = options;
  return spawnSync(file, [...all], { cwd, env, maxBuffer, timeout, encoding: "utf8", windowsHide: true });
}

export interface NodeChildOptions extends SealedOptions {
  /** The Node that runs it. */
  readonly node: string;
  /** What the log of connections calls it. */
  readonly name: string;
  readonly execArgv?: readonly string[];
}

/**
 * Starts one of our own programs, silent, with a channel for messages. It refuses connections itself, too, and what it
 * refuses stands in this process's log of connections.
 */
export function forkSealed(
  program: string,
  args: readonly string[],
  options: NodeChildOptions,
): ChildProcess {
  const reports = 4;
  const { file, args: start, env } = startOf(options.node, nodeArguments(options), guarded(options, reports));
  const child = fork(program, [...args], {
    execPath: file,
    execArgv: [...start],
    env,
    cwd: options.cwd,
    serialization: "advanced",
    stdio: ["ignore", "ignore", "ignore", "ipc", reportTarget()],
  });
  return listening(child, reports, options.name);
}

/** Starts somebody's program for Node, guarded as our own; it is spoken to through its streams. */
export function spawnSealedNode(
  program: string,
  args: readonly string[],
  options: NodeChildOptions,
): ChildProcessWithoutNullStreams {
  const reports = 3;
  const all = [...nodeArguments(options), program, ...args];
  const { file, args: start, env } = startOf(options.node, all, guarded(options, reports));
  const child = spawn(file, [...start], {
    cwd: options.cwd,
    env,
    stdio: ["pipe", "pipe", "pipe", reportTarget()],
    windowsHide: true,
  });
  if (!hasStreams(child)) throw new Error("A child started without its streams.");
  return listening(child, reports, options.name);
}

/** The start of a program in an empty network namespace, for whoever has to start it otherwise; undefined where none is to be had. */
export function namespacedStart(
  file: string,
  args: readonly string[],
): Pick<Start, "file" | "args"> | undefined {
  const seal = childSeal();
  return seal.kind === "namespaced" ? wrapped(seal.prefix, file, args) : undefined;
}

/** The person's environment without what leads out through a proxy. */
export function withoutProxies(variables: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(variables).filter(([name]) => !isProxy.test(name)));
}

/** Where no program lies. */
const nowhere = join(parse(process.execPath).root, "no-folder-of-programs");
const isProxy = /(?:^|_)(?:no)?proxy$|^node_use_env_proxy$/i;
/** Nothing listens there: what follows a proxy ends at it. */
const deadProxies = Object.fromEntries(
  ["http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"].map((name) => [
    name,
    "http://127.0.0.1:9",
  ]),
);

function startOf(program: string, args: readonly string[], { env, network }: SealedOptions): Start {
  const file = isAbsolute(program) ? program : found(program, absoluteFolders(env));
  if (network === "open") return { file, args, env };
  const bare = withoutProxies(env);
  const seal = childSeal();
  // What can't be run is started as it is: it fails with an error that names it.
  if (seal.kind === "open" || !canRun(file))
    return { file, args, env: seal.kind === "open" ? { ...bare, ...deadProxies } : bare };
  return { ...wrapped(seal.prefix, file, args), env: bare };
}

/** What is nowhere is looked for by nobody else either: the system would try relative folders too. */
function found(name: string, folders: readonly string[]): string {
  return onPath(name, folders) ?? join(folders[0] ?? nowhere, name);
}

function wrapped(prefix: readonly string[], file: string, args: readonly string[]) {
  const [first, ...rest] = [...prefix, file, ...args];
  return { file: first ?? file, args: rest };
}

function absoluteFolders(env: NodeJS.ProcessEnv): readonly string[] {
  return (env.PATH ?? "").split(delimiter).filter((folder) => isAbsolute(folder));
}

function nodeArguments({ execArgv = [] }: NodeChildOptions): readonly string[] {
  return ["--require", guardProgram(), ...execArgv];
}

function guarded(options: NodeChildOptions, descriptor: number): SealedOptions {
  return {
    ...options,
    env: {
      ...options.env,
      ...reportVariables(options.name, descriptor),
      ...hostNetworkVariables(),
      // Inside Electron the same executable has to behave as plain Node.
      ...(process.versions.electron === undefined ? {} : { ELECTRON_RUN_AS_NODE: "1" }),
    },
  };
}

function hasStreams(child: ChildProcess): child is ChildProcessWithoutNullStreams {
  return child.stdin !== null && child.stdout !== null && child.stderr !== null;
}

/** A child of a child writes to the host's log itself. */
function reportTarget(): number | "pipe" {
  return reportDescriptor(process.env) ?? "pipe";
}

function listening<T extends ChildProcess>(child: T, descriptor: number, name: string): T {
  const pipe = child.stdio[descriptor];
  if (pipe instanceof Readable) {
    readReports(pipe, name);
    // Listening to what it may say keeps nobody running.
    if ("unref" in pipe && typeof pipe.unref === "function") pipe.unref();
  }
  return child;
}
