// airGapSession.ts ORDER: a session's work in a network namespace that has loopback alone, started by
// `airlock doctor --air-gap`. Prints one JSON message a line.
import { type ChildProcess, execFile, spawn } from "node:child_process";
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import type { SessionStep } from "../../core/airGap/airGapReport.ts";
import { attemptsOfGuard } from "../../core/airGap/guardAttempts.ts";
import { type NetworkFiles, readCounters, readInterfaces } from "../../core/airGap/networkCounters.ts";
import { fail, ok, type Result } from "../../core/base/result.ts";
import { NamespaceWatch } from "../adapters/airGap/namespaceWatch.ts";
import { ancestors, listProcesses, readNetworkFiles } from "../adapters/airGap/networkNamespaces.ts";
import { runAirlock } from "../adapters/airGap/runAirlock.ts";
import { systemProgram } from "../adapters/airGap/systemPrograms.ts";
import type { ConnectionAttempt } from "../base/connectionLog.ts";
import { openWorkbenchPage, type WorkbenchPage } from "../server/workbenchPage.ts";
import { askGuard, type GuardAnswer } from "../services/airGap/askGuard.ts";
import { runStep, runSteps } from "../services/airGap/runSteps.ts";
import { scratchFiles } from "../services/airGap/scratchWorkspace.ts";
import type { SessionBench } from "../services/airGap/sessionBench.ts";
import { type SessionMessage, type SessionOrder, sessionOrder } from "../services/airGap/sessionMessages.ts";
import { sessionSteps, startStep, stopStep } from "../services/airGap/sessionSteps.ts";
import { environmentFor } from "../services/environment.ts";

const run = promisify(execFile);
const mainProgram = join(import.meta.dirname, "main.ts");
const leakingProgram = join(import.meta.dirname, "airGapLeakingServe.ts");
const longestFarewell = 10_000;

/** The workbench, while it runs: it ends with us, however we end. */
let workbench: ChildProcess | undefined;
function giveUp(): never {
  workbench?.kill("SIGTERM");
  process.exit(2);
}
process.stdout.on("error", giveUp);
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, giveUp);
function tell(message: SessionMessage): void {
  process.stdout.write(`${JSON.stringify(message)}\n`);
}
const tellStep = (step: SessionStep): void => tell({ kind: "step", step });

/** What the guards inside the commands that were run have written down. */
const loggedByCommands: ConnectionAttempt[] = [];

const order = sessionOrder.parse(JSON.parse(readFileSync(process.argv[2] ?? "", "utf8")));
const workspace = join(order.folder, "workspace");
const variables = prepareFolders(order);
const git = await makeRepository();

const before: NetworkFiles = readNetworkFiles("self");
const watch = new NamespaceWatch();
const { guard, attempts } = await runSession();
const leftBehind = await endWhatIsLeft();
watch.dispose();
const after = readNetworkFiles("self");
const [countedBefore, countedAfter] = [readCounters(before), readCounters(after)];
tell({
  kind: "end",
  kernel: {
    interfaces: [...readInterfaces(after.dev)],
    ...(countedBefore.ok ? { before: countedBefore.value } : {}),
    ...(countedAfter.ok ? { after: countedAfter.value } : {}),
    others: watch.others,
  },
  guard,
  attempts: [...attempts, ...attemptsOfGuard(loggedByCommands)],
  leftBehind: [...leftBehind],
});

/** A home and a workspace of its own: nothing of the person's is read, and nothing of theirs can run. */
function prepareFolders({ folder, tools, outerNetwork }: SessionOrder): NodeJS.ProcessEnv {
  const home = join(folder, "home");
  const temporary = join(folder, "tmp");
  for (const inner of [home, temporary, workspace]) mkdirSync(inner, { recursive: true, mode: 0o700 });
  for (const [name, text] of Object.entries(scratchFiles)) writeFileSync(join(workspace, name), text);
  if (tools !== undefined) symlinkSync(tools, join(home, "tools"));
  const { PATH, LANG, USER, LOGNAME } = process.env;
  const variables: NodeJS.ProcessEnv = {
    PATH,
    HOME: home,
    AIRLOCK_HOME: home,
    TMPDIR: temporary,
    SHELL: "/bin/sh",
    TERM: "xterm-256color",
    // The whole session is in an empty network namespace: children need none of their own, and are counted in this one.
    AIRLOCK_HOST_NETWORK: outerNetwork,
    ...(LANG === undefined ? {} : { LANG }),
    ...(USER === undefined ? {} : { USER }),
    ...(LOGNAME === undefined ? {} : { LOGNAME }),
  };
  return variables;
}

async function makeRepository(): Promise<Result<undefined, string>> {
  const program = systemProgram("git");
  if (program === undefined) return fail("git is not installed.");
  const person = ["-c", "user.name=Airlock doctor", "-c", "user.email=doctor@localhost"];
  try {
    for (const args of [
      ["init", "-q", "-b", "main"],
      ["add", "-A"],
      ["commit", "-qm", "Orders"],
    ])
      await run(program, [...person, ...args], { cwd: workspace, env: variables });
    return ok(undefined);
  } catch (error) {
    return fail(`git made no repository: ${String(error).split("\n")[0]}`);
  }
}

async function runSession(): Promise<GuardAnswer> {
  const program =
    order.planted === undefined
      ? [mainProgram, "serve", workspace]
      : [leakingProgram, workspace, order.planted];
  const child = spawn(process.execPath, program, {
    cwd: workspace,
    env: variables,
    stdio: ["pipe", "pipe", "pipe"],
  });
  workbench = child;
  let said = "";
  const link = new Promise<string>((found, lost) => {
    for (const stream of [child.stdout, child.stderr])
      stream.on("data", (chunk: Buffer) => {
        said = (said + chunk.toString()).slice(-10_000);
        const announced = /Airlock ready: (\S+)/.exec(said)?.[1];
        if (announced !== undefined) found(announced);
      });
    child.once("exit", (code) =>
      lost(new Error(`airlock serve ended with ${code}: ${said.trim().slice(-300)}`)),
    );
  });
  const ended = new Promise<number | null>((done) => child.once("exit", done));

  let page: WorkbenchPage | undefined;
  tellStep(
    await runStep(startStep, async () => {
      const opened = await openWorkbenchPage(await link);
      if (!opened.ok) throw new Error(opened.error);
      page = opened.value;
      return "airlock serve, and a page that signed in";
    }),
  );
  let asked: GuardAnswer = {
    guard: { status: "absent", why: "the workbench did not start." },
    attempts: [],
  };
  if (page !== undefined) {
    await runSteps(sessionSteps, await benchWith(page), tellStep);
    asked = await askGuard(page);
    page.dispose();
  }
  tellStep(
    await runStep(stopStep, async () => {
      child.kill("SIGTERM");
      const code = await ended;
      if (code !== 0) throw new Error(`airlock serve ended with ${code}: ${said.trim().slice(-300)}`);
      return "ended as it was told";
    }),
  );
  return asked;
}

async function benchWith(page: WorkbenchPage): Promise<SessionBench> {
  const folder = environmentFor(workspace, variables).page;
  const found = await readdir(folder, { recursive: true, withFileTypes: true });
  return {
    page,
    pageFiles: found
      // The licences of what is built into the page lie beside it, for people.
      .filter((entry) => entry.isFile() && !entry.name.endsWith(".md"))
      .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1)),
    git,
    hasPeers: order.tools !== undefined,
    hasPython: systemProgram("python3") !== undefined,
    airlock: (args, signal) =>
      runAirlock(mainProgram, args, {
        cwd: workspace,
        env: variables,
        signal,
        onAttempt: (attempt) => loggedByCommands.push(attempt),
      }),
  };
}

/** Whoever is still in this namespace when the workbench has ended: named, and ended. */
async function endWhatIsLeft(): Promise<readonly string[]> {
  const deadline = Date.now() + longestFarewell;
  for (;;) {
    const processes = listProcesses();
    const own = processes.find(({ pid }) => pid === process.pid)?.namespace;
    const above = ancestors(process.pid, processes);
    const left = processes.filter(({ pid, namespace }) => namespace === own && !above.includes(pid));
    if (left.length === 0) return [];
    if (Date.now() > deadline) {
      for (const { pid } of left) {
        try {
          process.kill(pid, "SIGKILL");
        } catch {
          // Gone meanwhile.
        }
      }
      return left.map(({ name, pid }) => `${name} (${pid})`);
    }
    await sleep(100);
  }
}
