import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Composition, composeHost } from "./compose.ts";
import { composeIndex } from "./composeIndex.ts";
import type { CallContext } from "./rpc/handlers.ts";

// ADVERSARIAL 29 as a whole. 100,000 files take minutes to make on some disks: AIRLOCK_TEST_FILES=100000 asks for them.
const fileCount = Number(process.env.AIRLOCK_TEST_FILES ?? 20_000);
const perFolder = 200;

let base: string;
let workspace: string;
let composition: Composition;

beforeAll(async () => {
  base = mkdtempSync(join(tmpdir(), "airlock-many-"));
  workspace = join(base, "workspace");
  mkdirSync(workspace);
  for (let index = 0; index < fileCount; index++) {
    const folder = join(workspace, `folder${Math.floor(index / perFolder)}`);
    if (index % perFolder === 0) {
      mkdirSync(folder);
      symlinkSync("..", join(folder, "up"));
      symlinkSync(".", join(folder, "self"));
      symlinkSync("../folder0", join(folder, "first"));
    }
    writeFileSync(join(folder, `file${index}.py`), `value_${index} = ${index}\n`);
  }
  composition = await composeHost({
    workspace,
    shell: "browser",
    variables: { ...process.env, AIRLOCK_HOME: join(base, "home") },
  });
}, 600_000);
afterAll(() => {
  composition.dispose();
  rmSync(base, { recursive: true, force: true });
});

function context(signal: AbortSignal, heard: (payload: unknown) => void = () => {}): CallContext {
  return { signal, client: { id: 1, send: (_name, payload) => heard(payload) } };
}
const never = new AbortController().signal;

/** Runs to its end and counts how often others had their turn meanwhile. */
async function countTurns<T>(work: Promise<T>): Promise<{ readonly answer: T; readonly turns: number }> {
  let turns = 0;
  let done = false;
  const ended = work.finally(() => {
    done = true;
  });
  while (!done) {
    await setImmediate();
    turns += 1;
  }
  return { answer: await ended, turns };
}

test("ADVERSARIAL 29 (list): a folder is listed with its loops as links, and loops can be walked into without end", async () => {
  const list = composition.host.requests["files.list"];
  const root = await list({ path: "" }, context(never));
  expect(root.ok && root.value.entries.length).toBe(Math.ceil(fileCount / perFolder));
  const looped = await list({ path: `folder0${"/up/folder1/self".repeat(10)}` }, context(never));
  expect(looped.ok && looped.value.entries.length).toBe(perFolder + 3);
});

test("ADVERSARIAL 29 (find): every file once, others get their turns, a cancel ends it", async () => {
  const find = composition.host.requests["files.find"];
  // The names are listed once; ranking them is what could hold others up.
  await find({ query: "", limit: 1 }, context(never));
  const { answer, turns } = await countTurns(
    Promise.resolve(find({ query: "file", limit: 10 }, context(never))),
  );
  expect(answer).toMatchObject({ ok: true, value: { total: fileCount } });
  expect(turns).toBeGreaterThan(fileCount / 4000);
  const abort = new AbortController();
  const cancelled = find({ query: "file1", limit: 10 }, context(abort.signal));
  abort.abort();
  expect(await cancelled).toMatchObject({ ok: false, error: { code: "cancelled" } });
});

test("ADVERSARIAL 29 (search): every line once, streamed while others get their turns; a cancel ends it and nothing follows", async () => {
  const search = composition.host.requests["search.text"];
  const query = {
    pattern: "value_",
    isRegex: false,
    matchCase: true,
    wholeWord: false,
    include: "",
    exclude: "",
  };
  let messages = 0;
  const all = { searchId: "all", query, limit: 20_000 };
  const { answer, turns } = await countTurns(
    Promise.resolve(
      search(
        all,
        context(never, () => (messages += 1)),
      ),
    ),
  );
  expect(answer).toMatchObject({ ok: true, value: { matches: Math.min(fileCount, 20_000) } });
  expect(messages).toBeGreaterThan(2);
  expect(turns).toBeGreaterThan(messages);
  const abort = new AbortController();
  let after = 0;
  const first = search(
    all,
    context(abort.signal, () => {
      if (abort.signal.aborted) after += 1;
      abort.abort();
    }),
  );
  expect(await first).toMatchObject({ ok: false, error: { code: "cancelled" } });
  expect(after).toBe(0);
});

test("ADVERSARIAL 29 (index): cancelled and taken up again, by a new process too; others get their turns", async () => {
  const abort = new AbortController();
  const first = composeIndex(composition.environment);
  const cut = await first.service.index(({ done }) => {
    if (done >= fileCount / 4) abort.abort();
  }, abort.signal);
  first.dispose();
  expect(cut).toMatchObject({ ok: false, error: { code: "cancelled" } });
  const second = composeIndex(composition.environment);
  const { answer, turns } = await countTurns(second.service.index(() => {}, never));
  expect(answer).toMatchObject({ ok: true, value: { files: fileCount } });
  expect(answer.ok && answer.value.unchanged).toBeGreaterThanOrEqual(fileCount / 4);
  expect(turns).toBeGreaterThan(fileCount / 1000);
  const found = await second.service.retrieve(`value_${fileCount - 1}`, { limit: 1, mode: "lexical" }, never);
  second.dispose();
  expect(found).toMatchObject({ value: [{ path: expect.stringContaining(`file${fileCount - 1}.py`) }] });
});
