import { copyFile, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { ModelState } from "../../../core/contract/model.ts";
import { settingsSchema } from "../../../core/contract/settings.ts";
import { HomeFiles } from "../../adapters/fs/homeFiles.ts";
import { hashFile, stampFile } from "../../adapters/gguf/hashFile.ts";
import { inspectGguf } from "../../adapters/gguf/inspectGguf.ts";
import { LlamaModelProcess } from "../../adapters/llama/llamaModelProcess.ts";
import { EventBus } from "../../rpc/eventBus.ts";
import { ModelRegistry } from "./modelRegistry.ts";
import { ModelService, type ModelServiceParts } from "./modelService.ts";

const bundledFolder = join(import.meta.dirname, "../../../models");
let home = "";
const services: ModelService[] = [];

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), "airlock-service-"));
});
afterEach(async () => {
  for (const service of services.splice(0)) service.dispose();
  await rm(home, { recursive: true, force: true });
});

interface Bench {
  readonly bus: EventBus;
  readonly service: ModelService;
  readonly states: ModelState[];
  readonly processes: LlamaModelProcess[];
  selected: string;
}

function bench(change: Partial<ModelServiceParts> = {}): Bench {
  const bus = new EventBus((error) => {
    throw error;
  });
  const states: ModelState[] = [];
  bus.on("model.didChangeState", (state) => states.push(state));
  const processes: LlamaModelProcess[] = [];
  const service = new ModelService({
    bus,
    registry: new ModelRegistry({
      bundled: { folder: bundledFolder, store: new HomeFiles(bundledFolder) },
      home: new HomeFiles(home),
      files: { inspect: inspectGguf, hash: hashFile, stamp: stampFile },
    }),
    startProcess: async (file) => {
      const started = await LlamaModelProcess.start({ file, threads: 1, useGpu: false });
      if (started.ok) processes.push(started.value);
      return started;
    },
    threads: () => 1,
    selected: () => made.selected,
    rememberSelected: async (id) => {
      made.selected = id;
    },
    availableMemory: () => 8e9,
    log: () => {},
    ...change,
  });
  services.push(service);
  const made: Bench = { bus, service, states, processes, selected: "" };
  return made;
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 10));
}

test("loads the bundled model in the background and says so", async () => {
  const { service, states } = bench();
  service.start();
  const current = await service.current();
  expect(current).toMatchObject({ ok: true, value: { info: { id: "airlock-fim-5m" } } });
  expect(states.map((state) => state.state)).toEqual(["loading", "idle"]);
  const work = service.working("completing");
  expect(service.state).toMatchObject({ state: "busy", doing: "completing" });
  work.dispose();
  expect(service.state.state).toBe("idle");
});

test("an embedding model is never chosen to write, not by a setting written by hand either", async () => {
  const made = bench();
  const refused = { ok: false, error: { code: "modelInvalid" } };
  expect(await made.service.select("all-minilm-l6-v2", false)).toMatchObject(refused);
  made.selected = "all-minilm-l6-v2";
  expect(await made.service.current()).toMatchObject(refused);
  expect(made.processes).toEqual([]);
});

test("two who ask at once get the same process", async () => {
  const { service, processes } = bench();
  const [one, two] = await Promise.all([service.current(), service.current()]);
  expect(one).toEqual(two);
  expect(processes).toHaveLength(1);
});

test("ADVERSARIAL 15: after a crash the state says so, stays so, and a restart brings the model back", async () => {
  const { service, processes } = bench();
  await service.current();
  process.kill(processes[0]?.processId ?? 0, "SIGSEGV");
  await until(() => service.state.state === "stopped");
  expect(service.state).toMatchObject({ state: "stopped", canRestart: true, reason: /SIGSEGV/ });
  expect(await service.current()).toMatchObject({ ok: false, error: { code: "modelCrashed" } });
  expect(await service.restart()).toMatchObject({ ok: true, value: { state: "idle" } });
  expect(processes).toHaveLength(2);
});

test("ADVERSARIAL 17: a model larger than memory is refused before any process starts, unless told otherwise", async () => {
  const { service, processes } = bench({ availableMemory: () => 50_000_000 });
  expect(await service.select("airlock-fim-5m", false)).toMatchObject({
    ok: false,
    error: { code: "modelTooLarge" },
  });
  expect(service.state).toMatchObject({ state: "stopped", canRestart: false });
  expect(processes).toHaveLength(0);
  expect(await service.select("airlock-fim-5m", true)).toMatchObject({ ok: true, value: { state: "idle" } });
  expect(processes).toHaveLength(1);
});

test("ADVERSARIAL 18: a swapped file is not loaded", async () => {
  const { service, processes } = bench();
  const mine = join(home, "mine.gguf");
  await copyFile(join(bundledFolder, "airlock-fim-5m-q8_0.gguf"), mine);
  const added = await service.registry.add(mine);
  if (!added.ok) throw new Error(added.error.message);
  const bytes = await readFile(mine);
  bytes[bytes.length - 5] = (bytes[bytes.length - 5] ?? 0) ^ 1;
  await writeFile(mine, bytes);
  expect(await service.select(added.value.id, false)).toMatchObject({
    ok: false,
    error: { code: "modelHashMismatch" },
  });
  expect(processes).toHaveLength(0);
  expect(service.state).toMatchObject({
    state: "stopped",
    canRestart: false,
    reason: /not the one that was approved/,
  });
});

test("ADVERSARIAL 18: a file that changes while it loads is unloaded again", async () => {
  const mine = join(home, "mine.gguf");
  await copyFile(join(bundledFolder, "airlock-fim-5m-q8_0.gguf"), mine);
  const { service } = bench({
    startProcess: async (file) => {
      const started = await LlamaModelProcess.start({ file, threads: 1, useGpu: false });
      await writeFile(mine, await readFile(mine));
      return started;
    },
  });
  const added = await service.registry.add(mine);
  if (!added.ok) throw new Error(added.error.message);
  expect(await service.select(added.value.id, false)).toMatchObject({
    ok: false,
    error: { code: "modelHashMismatch" },
  });
});

test("another model can be chosen, is remembered, and removing it brings the bundled one back", async () => {
  const made = bench();
  const mine = join(home, "mine.gguf");
  await copyFile(join(bundledFolder, "airlock-fim-5m-q8_0.gguf"), mine);
  const added = await made.service.registry.add(mine);
  if (!added.ok) throw new Error(added.error.message);
  await made.service.current();
  expect(await made.service.select(added.value.id, false)).toMatchObject({
    ok: true,
    value: { state: "idle" },
  });
  expect(made.selected).toBe(added.value.id);
  expect(await made.service.remove(added.value.id)).toMatchObject({ ok: true });
  expect(made.selected).toBe("");
  expect(made.service.state).toMatchObject({ state: "idle", model: { bundled: true } });
});

test("a model chosen by editing the settings is loaded; other settings change nothing", async () => {
  const made = bench();
  const mine = join(home, "mine.gguf");
  await copyFile(join(bundledFolder, "airlock-fim-5m-q8_0.gguf"), mine);
  const added = await made.service.registry.add(mine);
  if (!added.ok) throw new Error(added.error.message);
  await made.service.current();
  const settings = { effective: settingsSchema.parse({}), userJson: "", workspaceJson: "", problems: [] };
  made.bus.fire("settings.didChange", settings);
  expect(made.processes).toHaveLength(1);
  made.selected = added.value.id;
  made.bus.fire("settings.didChange", settings);
  expect(await made.service.current()).toMatchObject({ ok: true, value: { info: { id: added.value.id } } });
  expect(made.processes).toHaveLength(2);
});

test("a choice that is overtaken leaves no process behind", async () => {
  const { service, processes } = bench();
  const first = service.select("airlock-fim-5m", false);
  const second = service.select("airlock-fim-5m", false);
  expect(await first).toMatchObject({ ok: false, error: { code: "cancelled" } });
  expect((await second).ok).toBe(true);
  await until(() => processes.length >= 1);
  expect(service.state.state).toBe("idle");
});

test("the later of two choices wins, though its file is found first", async () => {
  const { service } = bench();
  const find = service.registry.find.bind(service.registry);
  let findFirst = (): void => {};
  const secondLoaded = new Promise<void>((resolve) => {
    findFirst = resolve;
  });
  service.registry.find = async (id) => {
    service.registry.find = find;
    await secondLoaded;
    return find(id);
  };
  const first = service.select("airlock-fim-5m", false);
  expect((await service.select("airlock-fim-5m", false)).ok).toBe(true);
  findFirst();
  expect(await first).toMatchObject({ ok: false, error: { code: "cancelled" } });
  expect(service.state.state).toBe("idle");
});
