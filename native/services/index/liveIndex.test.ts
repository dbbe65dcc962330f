import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { IndexState } from "../../../core/contract/retrieval.ts";
import { settingsSchema } from "../../../core/contract/settings.ts";
import { IndexProcess } from "../../adapters/indexProcess/indexProcess.ts";
import { EventBus } from "../../rpc/eventBus.ts";
import { type Environment, environmentFor } from "../environment.ts";
import { LiveIndex } from "./liveIndex.ts";

const never = new AbortController().signal;
let folder: string;
let bus: EventBus;
let states: IndexState[];
let processes: IndexProcess[];
let mode: "full" | "words" | "off";
let live: LiveIndex;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "airlock-live-"));
  put("a.py", "def zebra():\n    return 1\n");
  put("b.py", "def okapi():\n    return 2\n");
  bus = new EventBus((error) => {
    throw error;
  });
  states = [];
  processes = [];
  mode = "words";
  bus.on("index.didChangeState", (state) => states.push(state));
  live = open();
});
afterEach(() => {
  live.dispose();
  rmSync(folder, { recursive: true, force: true });
});

function environment(): Environment {
  return { ...environmentFor(join(folder, "workspace"), {}), home: join(folder, "home") };
}

function open(change: Partial<Environment> = {}): LiveIndex {
  return new LiveIndex({
    bus,
    settings: () => ({ "retrieval.index": mode }),
    startProcess: async (vectors) => {
      const started = await IndexProcess.start({ ...environment(), ...change }, vectors);
      if (started.ok) processes.push(started.value);
      return started;
    },
    log: () => {},
    startDelay: 0,
  });
}

function put(path: string, text: string): void {
  mkdirSync(join(folder, "workspace", path, ".."), { recursive: true });
  writeFileSync(join(folder, "workspace", path), text);
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 20));
}

const isReady = (): boolean => live.state.state === "ready";

async function paths(query: string): Promise<string[]> {
  const found = await live.retrieve(query, { limit: 5, mode: "hybrid" }, never);
  if (!found.ok) throw new Error(found.error.message);
  return found.value.map(({ path }) => path);
}

test("indexes in the background, says so, and follows what changes, comes, goes and is ignored", async () => {
  live.start();
  await until(isReady);
  expect(states.at(-1)).toEqual({ state: "ready", files: 2, chunks: 2, vectors: 0 });
  expect(await paths("zebra")).toEqual(["a.py"]);
  put("a.py", "def gazelle():\n    return 1\n");
  put("sub/c.py", "def gnu():\n    return 3\n");
  rmSync(join(folder, "workspace/b.py"));
  bus.fire("files.didChange", {
    changes: [
      { path: "a.py", kind: "changed" },
      { path: "sub/c.py", kind: "created" },
      { path: "b.py", kind: "deleted" },
    ],
  });
  const settled = async (query: string, wanted: readonly string[]): Promise<void> => {
    while ((await paths(query)).join() !== wanted.join())
      await new Promise((resolve) => setTimeout(resolve, 50));
  };
  await settled("gnu", ["sub/c.py"]);
  await settled("okapi", []);
  expect([await paths("zebra"), await paths("gazelle")]).toEqual([[], ["a.py"]]);
  put(".airlockignore", "sub/\n");
  bus.fire("files.didChange", { changes: [{ path: ".airlockignore", kind: "created" }] });
  await settled("gnu", []);
});

test("names are asked of the process too, once it has them", async () => {
  await live.upToDate();
  expect(live.state.state).toBe("ready");
  expect(await live.definitionsOf("zebra")).toMatchObject({
    value: [{ path: "a.py", qualified: "zebra", kind: "function", startLine: 1, endLine: 2 }],
  });
  expect(await live.referencesTo("okapi")).toEqual({
    ok: true,
    value: [{ path: "b.py", line: 1, text: "def okapi():" }],
  });
});

test("another branch: the whole tree is compared", async () => {
  live.start();
  bus.fire("git.didChange", { branch: "main", ahead: 0, behind: 0, files: [] });
  await until(isReady);
  put("b.py", "def tapir():\n    return 2222\n");
  bus.fire("git.didChange", { branch: "main", ahead: 0, behind: 0, files: [] });
  bus.fire("git.didChange", { branch: "other", ahead: 0, behind: 0, files: [] });
  while ((await paths("tapir")).length === 0) await new Promise((resolve) => setTimeout(resolve, 50));
});

test("ADVERSARIAL 15 (index): a process that is killed ends its questions, is started again and has forgotten nothing", async () => {
  live.start();
  await until(isReady);
  process.kill(processes[0]?.processId ?? 0, "SIGSTOP");
  const question = live.retrieve("zebra", { limit: 1, mode: "lexical" }, never);
  process.kill(processes[0]?.processId ?? 0, "SIGKILL");
  expect(await question).toMatchObject({ ok: false, error: { code: "unavailable" } });
  await until(() => live.state.state === "stopped");
  expect(await paths("zebra")).toEqual(["a.py"]);
  expect(processes).toHaveLength(2);
});

test("a question can be cancelled, and none is left behind when Airlock closes", async () => {
  live.start();
  await until(isReady);
  process.kill(processes[0]?.processId ?? 0, "SIGSTOP");
  const abort = new AbortController();
  const cancelled = live.retrieve("zebra", { limit: 1, mode: "lexical" }, abort.signal);
  const left = live.retrieve("zebra", { limit: 1, mode: "lexical" }, never);
  await new Promise((resolve) => setTimeout(resolve, 50));
  abort.abort();
  expect(await cancelled).toMatchObject({ ok: false, error: { code: "cancelled" } });
  live.dispose();
  expect(await left).toMatchObject({ ok: false, error: { code: "cancelled" } });
  const { processId = 0 } = processes[0] ?? {};
  process.kill(processId, "SIGCONT");
  await until(() => {
    try {
      process.kill(processId, 0);
      return false;
    } catch {
      return true;
    }
  });
});

test("switched off it says why; switched on it begins", async () => {
  mode = "off";
  live.start();
  expect(await live.retrieve("zebra", { limit: 1, mode: "lexical" }, never)).toMatchObject({
    ok: false,
    error: { code: "unavailable" },
  });
  expect(live.state).toMatchObject({ state: "off" });
  mode = "words";
  bus.fire("settings.didChange", {
    effective: settingsSchema.parse({}),
    userJson: "{}",
    workspaceJson: "{}",
    problems: [],
  });
  await until(isReady);
});

test("a program that cannot be started is no end: the failure says so", async () => {
  live.dispose();
  live = open({ indexProcessScript: join(folder, "missing.ts") });
  expect(await live.retrieve("zebra", { limit: 1, mode: "lexical" }, never)).toMatchObject({
    ok: false,
    error: { code: "unavailable" },
  });
});
