import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { ModelInfo } from "../../../core/contract/model.ts";
import type { IndexState } from "../../../core/contract/retrieval.ts";
import { IndexProcess } from "../../adapters/indexProcess/indexProcess.ts";
import { type ComposedIndex, composeIndex } from "../../composeIndex.ts";
import { EventBus } from "../../rpc/eventBus.ts";
import { environmentFor } from "../environment.ts";
import { LiveIndex } from "./liveIndex.ts";

const never = new AbortController().signal;
const modelInfo: ModelInfo = {
  id: "writer",
  name: "Writer",
  file: "/writer.gguf",
  sha256: "0".repeat(64),
  bytes: 1,
  architecture: "llama",
  quantization: "Q8_0",
  licence: "Apache-2.0",
  origin: "a test",
  capabilities: { infill: true, chat: false, embedding: false, contextLength: 512, languages: [] },
  memoryEstimate: 1,
  bundled: true,
};
let folder: string;
let index: ComposedIndex;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "airlock-semantic-"));
  put(
    "money.py",
    'def gross(net, rate):\n    """Adds the value added tax to an amount."""\n    return net * (1 + rate)\n',
  );
  put("greeting.py", 'def hello(name):\n    print(f"Good morning, {name}!")\n');
  put(
    "dates.ts",
    "export function isLeap(year: number): boolean {\n  return year % 4 === 0 && year % 100 !== 0;\n}\n",
  );
  index = open();
});
afterEach(() => {
  index.dispose();
  rmSync(folder, { recursive: true, force: true });
});

function open(): ComposedIndex {
  return composeIndex({ ...environmentFor(join(folder, "workspace"), {}), home: join(folder, "home") }, 1);
}

function put(path: string, text: string): void {
  mkdirSync(join(folder, "workspace"), { recursive: true });
  writeFileSync(join(folder, "workspace", path), text);
}

async function ask(query: string, mode: "hybrid" | "semantic") {
  const found = await index.service.retrieve(query, { limit: 3, mode }, never);
  if (!found.ok) throw new Error(found.error.message);
  return found.value.map(({ path, via }) => [path, via.join("+")]);
}

test("code is found by what it means, in words that do not stand in it", async () => {
  await index.service.index(() => {}, never);
  const progress: number[] = [];
  expect(await index.service.embed(({ done }) => progress.push(done), never)).toMatchObject({ ok: true });
  expect(progress.at(-1)).toBe(3);
  expect(index.service.counts()).toMatchObject({ value: { files: 3, chunks: 3, vectors: 3, awaiting: 0 } });
  expect((await ask("VAT computation", "semantic"))[0]).toEqual(["money.py", "semantic"]);
  expect((await ask("does february have 29 days", "semantic"))[0]).toEqual(["dates.ts", "semantic"]);
  expect((await ask("greet somebody by hello", "hybrid"))[0]).toEqual(["greeting.py", "semantic+lexical"]);
});

test("what was embedded once is not embedded again: not after a touch, a move, or in another process", async () => {
  await index.service.index(() => {}, never);
  await index.service.embed(() => {}, never);
  utimesSync(join(folder, "workspace/money.py"), new Date(), new Date(Date.now() + 5000));
  rmSync(join(folder, "workspace/dates.ts"));
  put(
    "calendar.ts",
    "export function isLeap(year: number): boolean {\n  return year % 4 === 0 && year % 100 !== 0;\n}\n",
  );
  put("fresh.py", "def fresh():\n    return 1\n");
  index.dispose();
  index = open();
  await index.service.index(() => {}, never);
  expect(index.service.counts()).toMatchObject({ value: { vectors: 3, awaiting: 3 } });
  expect((await ask("leap year", "semantic"))[0]).toEqual(["calendar.ts", "semantic"]);
  await index.service.embed(() => {}, never);
  expect(index.service.counts()).toMatchObject({ value: { vectors: 4, awaiting: 0 } });
});

test("cancelled, it keeps what it has and goes on later", async () => {
  for (let number = 0; number < 40; number++)
    put(`m${number}.py`, `def part_${number}():\n    return ${number}\n`);
  await index.service.index(() => {}, never);
  const abort = new AbortController();
  const cut = await index.service.embed(({ done }) => done >= 16 && abort.abort(), abort.signal);
  expect(cut).toMatchObject({ ok: false, error: { code: "cancelled" } });
  const counts = index.service.counts();
  expect(counts.ok && counts.value.vectors).toBeGreaterThanOrEqual(16);
  expect(counts.ok && counts.value.awaiting).toBeGreaterThan(0);
  expect(await index.service.embed(() => {}, never)).toMatchObject({ ok: true });
  expect(index.service.counts()).toMatchObject({ value: { vectors: 43, awaiting: 0 } });
});

test("while vectors are being made, what has none yet is found by its words no worse than before", async () => {
  await index.service.index(() => {}, never);
  await index.service.embed(() => {}, never);
  put(
    "totals.py",
    'def monthly_totals(orders):\n    """Sum of amounts for each calendar month."""\n    return orders\n',
  );
  await index.service.index(() => {}, never);
  expect((await ask("the sum of amounts of a calendar month", "hybrid"))[0]).toEqual([
    "totals.py",
    "lexical",
  ]);
});

test("a model that crashes is started again, and the question finds its answer", async () => {
  await index.service.index(() => {}, never);
  await index.service.embed(() => {}, never);
  const running = await index.embedders.current();
  if (!running.ok || !("processId" in running.value)) throw new Error("No embedding process runs.");
  process.kill(Number(running.value.processId), "SIGKILL");
  while (running.value.stopped === undefined) await new Promise((resolve) => setTimeout(resolve, 10));
  expect((await ask("value added tax", "semantic"))[0]).toEqual(["money.py", "semantic"]);
});

test("beside the workbench: vectors come after the words, wait while another model writes, and go on", async () => {
  index.dispose();
  for (let number = 0; number < 60; number++)
    put(`m${number}.py`, `def part_${number}():\n    return ${number}\n`);
  const bus = new EventBus((error) => {
    throw error;
  });
  const states: IndexState[] = [];
  bus.on("index.didChangeState", (state) => states.push(state));
  const environment = { ...environmentFor(join(folder, "workspace"), {}), home: join(folder, "home") };
  const live = new LiveIndex({
    bus,
    settings: () => ({ "retrieval.index": "full" }),
    startProcess: (vectors) => IndexProcess.start(environment, vectors),
    log: () => {},
    startDelay: 0,
  });
  live.start();
  const until = async (condition: () => boolean): Promise<void> => {
    while (!condition()) await new Promise((resolve) => setTimeout(resolve, 10));
  };
  const made = (): number => (live.state.state === "embedding" ? live.state.done : 0);
  await until(() => made() > 0);
  const model = { state: "busy", doing: "completing", model: modelInfo } as const;
  bus.fire("model.didChangeState", model);
  await new Promise((resolve) => setTimeout(resolve, 300));
  const held = made();
  await new Promise((resolve) => setTimeout(resolve, 700));
  expect(made()).toBe(held);
  bus.fire("model.didChangeState", { state: "idle", model: modelInfo });
  await until(() => live.state.state === "ready" && live.state.vectors === 63);
  const found = await live.retrieve("value added tax", { limit: 1, mode: "hybrid" }, never);
  expect(found).toMatchObject({ value: [{ path: "money.py" }] });
  expect([...new Set(states.map(({ state }) => state))]).toEqual(["indexing", "embedding", "ready"]);
  live.dispose();
});
