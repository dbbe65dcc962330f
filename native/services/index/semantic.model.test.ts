import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type ComposedIndex, composeIndex } from "../../composeIndex.ts";
import { environmentFor } from "../environment.ts";

const never = new AbortController().signal;
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

test("a model that crashes is started again, and the question finds its answer", async () => {
  await index.service.index(() => {}, never);
  await index.service.embed(() => {}, never);
  const running = await index.embedders.current();
  if (!running.ok || !("processId" in running.value)) throw new Error("No embedding process runs.");
  process.kill(Number(running.value.processId), "SIGKILL");
  while (running.value.stopped === undefined) await new Promise((resolve) => setTimeout(resolve, 10));
  expect((await ask("value added tax", "semantic"))[0]).toEqual(["money.py", "semantic"]);
});
