import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { z } from "zod";
import { fail, type Result } from "../../../core/base/result.ts";
import { type Failure, failureOf } from "../../../core/contract/failure.ts";
import type { Kernel } from "../../../core/scratch/kernelPort.ts";
import { spawnSealed } from "../../base/sealedChild.ts";
import { connectionFile, newIpcConnection } from "./connectionFile.ts";
import { JupyterKernel } from "./jupyterKernel.ts";
import type { KernelHandle } from "./kernelHandle.ts";
import { isRunning, startOfProcess } from "./processIdentity.ts";
import { StandardKernel } from "./standardKernel.ts";

export interface KernelCommand {
  /** "python3": as a kernel specification names it. */
  readonly name: string;
  /** Jupyter's, or the bundled one's. */
  readonly protocol: "jupyter" | "standard";
  /** With "{connection_file}" where the file's path belongs; of the bundled one with "{socket}" and "{token_file}". */
  readonly argv: readonly string[];
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** How it is interrupted: by a signal, or by being asked. */
  readonly interruptMode: "signal" | "message";
  /** A person has let its code reach the network. */
  readonly network?: "open";
}

/** What a host has to know to find a kernel again that an earlier one has started. */
const kernelRecord = z.object({
  pid: z.int().positive(),
  /** Of the process, as the system counts it: another process with its number has another. */
  started: z.string(),
  interruptMode: z.enum(["signal", "message"]),
  protocol: z.enum(["jupyter", "standard"]),
  /** Of the bundled one its prefix and its key alone are used. */
  connection: connectionFile,
});
type KernelRecord = z.infer<typeof kernelRecord>;

const recordName = "kernel.json";
const connectionName = "connection.json";
const tokenName = "token";
const longestComplaint = 2000;
const lookEveryMs = 250;

/** Starts a kernel that outlives this process. `folder` is its own, short (its sockets lie in it), and for this account alone. */
export async function startKernel(
  command: KernelCommand,
  folder: string,
  log: (line: string) => void,
  signal: AbortSignal,
): Promise<Result<Kernel, Failure>> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const connection = newIpcConnection(folder, command.name);
  const file = join(folder, connectionName);
  writeFileSync(file, JSON.stringify(connection), { mode: 0o600 });
  const tokenFile = join(folder, tokenName);
  writeFileSync(tokenFile, connection.key, { mode: 0o600 });
  const places = { "{connection_file}": file, "{socket}": connection.ip, "{token_file}": tokenFile };
  const [program = "", ...args] = command.argv.map((part) =>
    Object.entries(places).reduce((text, [name, place]) => text.replaceAll(name, place), part),
  );
  const child = spawnSealed(program, args, {
    cwd: command.cwd,
    env: command.env,
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
    ...(command.network === undefined ? {} : { network: command.network }),
  });
  let complaint = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk: Buffer) => {
      complaint = `${complaint}${chunk.toString()}`.slice(-longestComplaint);
    });
  const ended = new Promise<void>((resolve) => {
    child.once("exit", () => resolve());
    child.once("error", (error) => {
      complaint ||= error.message;
      resolve();
    });
  });
  child.unref();
  const { pid } = child;
  if (pid === undefined) {
    await ended;
    return fail(failureOf("unavailable", `The kernel ${command.name} did not start: ${lastLine(complaint)}`));
  }
  const record: KernelRecord = {
    pid,
    started: startOfProcess(pid) ?? "",
    interruptMode: command.interruptMode,
    protocol: command.protocol,
    connection,
  };
  writeFileSync(join(folder, recordName), JSON.stringify(record), { mode: 0o600 });
  const handle = handleOf(record, ended);
  const kernel = await connectTo(record, handle, log, signal);
  // Nobody reads what it says outside of its channels from here on: a full pipe would hold it up.
  for (const stream of [child.stdout, child.stderr]) stream.resume();
  if (kernel.ok) return kernel;
  handle.kill();
  if (kernel.error.code === "cancelled") return kernel;
  return fail(failureOf("unavailable", `The kernel ${command.name} did not start: ${lastLine(complaint)}`));
}

/** The kernel that an earlier host has started in this folder, where it still runs; undefined where there is none. */
export async function findKernel(
  folder: string,
  log: (line: string) => void,
  signal: AbortSignal,
): Promise<Kernel | undefined> {
  const record = readRecord(folder);
  if (record === undefined || !isRunning(record.pid, record.started)) return undefined;
  const kernel = await connectTo(record, handleOf(record, untilGone(record)), log, signal);
  return kernel.ok ? kernel.value : undefined;
}

function connectTo(
  { protocol, connection }: KernelRecord,
  handle: KernelHandle,
  log: (line: string) => void,
  signal: AbortSignal,
): Promise<Result<Kernel, Failure>> {
  return protocol === "jupyter"
    ? JupyterKernel.connect(connection, handle, log, signal)
    : StandardKernel.connect(connection.ip, connection.key, handle, log, signal);
}

function readRecord(folder: string): KernelRecord | undefined {
  try {
    const read = kernelRecord.safeParse(JSON.parse(readFileSync(join(folder, recordName), "utf8")));
    // A file that names sockets elsewhere was not written by us.
    return read.success && dirname(read.data.connection.ip) === folder ? read.data : undefined;
  } catch {
    return undefined;
  }
}

function handleOf({ pid, started, interruptMode }: KernelRecord, ended: Promise<void>): KernelHandle {
  const tell = (target: number, name: NodeJS.Signals): boolean => {
    if (!isRunning(pid, started)) return false;
    try {
      return process.kill(target, name);
    } catch {
      return false;
    }
  };
  // It leads a group of its own: what it has started ends with it. While one of the group lives, no other process gets its number.
  const groupEnded = ended.then(() => {
    try {
      process.kill(-pid, "SIGKILL");
    } catch {
      // Nobody is left of it.
    }
  });
  return {
    interrupt: () => interruptMode === "signal" && tell(pid, "SIGINT"),
    kill: () => void (tell(-pid, "SIGKILL") || tell(pid, "SIGKILL")),
    ended: groupEnded,
  };
}

/** Another process's child tells nobody but its parent: it is looked for. */
async function untilGone({ pid, started }: KernelRecord): Promise<void> {
  while (isRunning(pid, started))
    await new Promise<void>((resolve) => setTimeout(resolve, lookEveryMs).unref());
}

function lastLine(text: string): string {
  return text.trim().split("\n").at(-1) || "it said nothing";
}
