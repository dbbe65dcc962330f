// The parts of `airlock doctor --air-gap` that look at this machine and start the session.
import { spawn } from "node:child_process";
import { existsSync, readFileSync, readlinkSync, writeFileSync } from "node:fs";
import { hostname, release } from "node:os";
import { delimiter, join } from "node:path";
import { createInterface } from "node:readline";
import type { AirGapReport, Evidence, PlantedLeak, SessionStep } from "../core/airGap/airGapReport.ts";
import { type ShippedPackage, shippedPackages } from "../core/airGap/shippedPackages.ts";
import { tracedCalls } from "../core/airGap/straceLine.ts";
import { TraceReader } from "../core/airGap/traceReader.ts";
import { fail, ok, type Result } from "../core/base/result.ts";
import type { ModelInfo } from "../core/contract/model.ts";
import { type EmptyNetwork, findTracer } from "./adapters/airGap/emptyNetwork.ts";
import { type HashedTree, hashTree, sha256OfFile } from "./adapters/airGap/hashTree.ts";
import { readLines } from "./adapters/airGap/readTrace.ts";
import { systemFolders } from "./adapters/airGap/systemPrograms.ts";
import { trustedPath } from "./base/trustedPath.ts";
import { accountName } from "./composeGate.ts";
import { composeModels } from "./composeParts.ts";
import { type SessionEnd, type SessionOrder, sessionMessage } from "./services/airGap/sessionMessages.ts";
import type { Environment } from "./services/environment.ts";

/** What is ours in an installation; docs/air-gap.md says how to hash it by hand. */
const ownEntries = [
  "bin",
  "core",
  "dist",
  "models",
  "native",
  "package-lock.json",
  "package.json",
  "resources",
];

export interface Inventory {
  readonly tree: HashedTree;
  readonly packages: readonly ShippedPackage[];
  readonly node: AirGapReport["node"];
  readonly models: readonly ModelInfo[];
  readonly machine: AirGapReport["machine"];
}

/** What is installed here, hashed as it lies on the disk. */
export async function takeInventory(environment: Environment): Promise<Result<Inventory, string>> {
  const packages = shippedPackages(readLock(environment.installation));
  if (!packages.ok) return packages;
  const registry = composeModels(environment);
  // The hashes of the manifest and of the home are what was approved; whether the files are still that is verified.
  const [models, verified] = [await registry.list(), await registry.verify()];
  if (!models.ok) return fail(models.error.message);
  if (!verified.ok) return fail(verified.error.message);
  const changed = verified.value.filter((one) => !one.ok);
  if (changed.length > 0)
    return fail(
      `A model is not what was approved (${changed.map(({ id, detail }) => `${id}: ${detail}`).join("; ")}). See airlock model verify.`,
    );
  return ok({
    tree: await hashTree(environment.installation, ownEntries),
    packages: packages.value,
    node: {
      version: process.versions.node,
      file: process.execPath,
      sha256: await sha256OfFile(process.execPath),
    },
    models: models.value,
    machine: {
      host: hostname(),
      account: accountName(),
      system: systemName(),
      kernel: release(),
      architecture: process.arch,
    },
  });
}

/** What npm says it has installed, else what was to be installed. */
function readLock(installation: string): unknown {
  for (const file of [join("node_modules", ".package-lock.json"), "package-lock.json"]) {
    try {
      return JSON.parse(readFileSync(join(installation, file), "utf8"));
    } catch {
      // Not here; the next one.
    }
  }
  return undefined;
}

function systemName(): string {
  try {
    return /^PRETTY_NAME="?([^"\n]*)"?$/m.exec(readFileSync("/etc/os-release", "utf8"))?.[1] ?? "Linux";
  } catch {
    return "Linux";
  }
}

export interface SessionRun {
  readonly session: readonly SessionStep[];
  readonly evidence: Evidence;
  /** Every traced call as the tracer wrote it, unless there were too many to file. */
  readonly trace: string | undefined;
}

const longestTrace = 4_000_000;

/**
 * Runs the session in the empty network, traced where that is to be had. `folder` is the caller's own and is removed by
 * it. Fails where nothing ran at all; a session that broke off is a run whose evidence lacks what it did not say.
 */
export async function runAirGapSession(
  environment: Environment,
  network: EmptyNetwork,
  folder: string,
  planted: PlantedLeak | undefined,
  onStep: (step: SessionStep) => void,
  signal: AbortSignal,
): Promise<Result<SessionRun, string>> {
  const tracer = await findTracer(network, folder, tracedCalls);
  const traceFile = join(folder, "session.trace");
  const tools = join(environment.home, "tools");
  const order: SessionOrder = {
    folder: join(folder, "session"),
    outerNetwork: readlinkSync("/proc/self/ns/net"),
    ...(planted === undefined ? {} : { planted }),
    ...(existsSync(tools) ? { tools } : {}),
  };
  writeFileSync(join(folder, "order.json"), JSON.stringify(order));
  const program = join(environment.installation, "native", "cli", "airGapSession.ts");
  const command = [environment.nodeBinary, program, join(folder, "order.json")];
  const wrapped = network.wrap(tracer.ok ? tracer.value.wrap(traceFile, command) : command);
  const said = await followSession(wrapped, onStep, signal);
  if (said.end === undefined && said.session.length === 0)
    return fail(`The session could not be started (${said.lastWords || "it said nothing"}).`);

  const reader = new TraceReader({ ownFolders: [folder] });
  const lines: string[] = [];
  let length = 0;
  if (tracer.ok)
    await readLines(traceFile, (line) => {
      reader.read(line);
      length += line.length + 1;
      if (length <= longestTrace) lines.push(line);
    });
  return ok({
    trace: tracer.ok && length <= longestTrace ? `${lines.join("\n")}\n` : undefined,
    session: said.session,
    evidence: {
      kernel: said.end?.kernel ?? { interfaces: [], others: [] },
      trace: tracer.ok ? reader.evidence(tracer.value.description) : { status: "absent", why: tracer.error },
      guard: said.end?.guard ?? { status: "absent", why: "the session broke off." },
      attempts: [...reader.attempts, ...(said.end?.attempts ?? [])],
      leftBehind: said.end?.leftBehind ?? [],
    },
  });
}

interface SessionSaid {
  readonly session: readonly SessionStep[];
  readonly end: SessionEnd | undefined;
  readonly lastWords: string;
}

async function followSession(
  [program, ...args]: readonly [string, ...string[]],
  onStep: (step: SessionStep) => void,
  signal: AbortSignal,
): Promise<SessionSaid> {
  const { LANG, USER, LOGNAME } = process.env;
  const child = spawn(program, args, {
    stdio: ["ignore", "pipe", "pipe"],
    // The person's own PATH, behind the system's: what they have of Python and the like is what they would use.
    env: {
      PATH: [...systemFolders, ...trustedPath(process.env, process.cwd())].join(delimiter),
      ...(LANG === undefined ? {} : { LANG }),
      ...(USER === undefined ? {} : { USER }),
      ...(LOGNAME === undefined ? {} : { LOGNAME }),
    },
    signal,
    killSignal: "SIGTERM",
  });
  let errors = "";
  child.stderr.on("data", (chunk: Buffer) => {
    errors = (errors + chunk.toString()).slice(-4000);
  });
  child.on("error", () => {});
  const ended = new Promise<void>((done) => child.once("close", () => done()));
  const session: SessionStep[] = [];
  let end: SessionEnd | undefined;
  for await (const line of createInterface({ input: child.stdout })) {
    const message = sessionMessage.safeParse(parse(line));
    if (!message.success) continue;
    if (message.data.kind === "end") end = message.data;
    else {
      session.push(message.data.step);
      onStep(message.data.step);
    }
  }
  await ended;
  return { session, end, lastWords: errors.trim().split("\n").at(-1)?.slice(0, 300) ?? "" };
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
