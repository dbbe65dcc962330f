import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { RequestName, RequestParams } from "../core/contract/index.ts";
import type { PadRun } from "../core/contract/scratch.ts";
import { type Composition, composeHost } from "./compose.ts";
import { kernelPython } from "./fixtures/sandboxTools.ts";
import type { CallContext } from "./rpc/handlers.ts";

// A pad through the whole host, with a real ipykernel and with the bundled kernel.

let base: string;
let workspace: string;
let python: string;
let composition: Composition | undefined;
let heard: PadRun[];
const asked: string[] = [];
const context: CallContext = { signal: new AbortController().signal, client: { id: 1, send: () => {} } };
const pad = "pad.py";

/** A Python without ipykernel: the one that the virtual environments are made of. */
const bare = ["/usr/bin/python3", "python3"].find(
  (one) => spawnSync(one, ["-c", "import venv"]).status === 0 && one.startsWith("/"),
);

beforeAll(() => {
  python = kernelPython();
}, 600_000);
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), "airlock-scratch-"));
  workspace = join(base, "workspace");
  mkdirSync(workspace);
  mkdirSync(join(base, "home"));
  heard = [];
  asked.length = 0;
});
afterEach(async () => {
  if (composition !== undefined) await ask("scratch.stop", { pad });
  composition?.dispose();
  composition = undefined;
  rmSync(base, { recursive: true, force: true });
});

async function start(interpreter = python): Promise<void> {
  writeFileSync(
    join(base, "home", "settings.json"),
    JSON.stringify({ "python.interpreter": interpreter, "retrieval.index": "off" }),
  );
  const run = join(base, "run");
  mkdirSync(run, { recursive: true });
  composition = await composeHost({
    workspace,
    shell: "browser",
    variables: { ...process.env, AIRLOCK_HOME: join(base, "home"), XDG_RUNTIME_DIR: run },
  });
  composition.host.onEvent((name, payload) => {
    if (name === "scratch.didChange" && "runs" in payload) heard.push(...(payload.runs ?? []));
    if (name === "scratch.didAsk") asked.push((payload as { prompt: string }).prompt);
  });
}
async function ask<N extends RequestName>(name: N, params: RequestParams<N>) {
  if (composition === undefined) throw new Error("No host was started.");
  const answered = await composition.host.requests[name](params, context);
  if (!answered.ok) throw new Error(answered.error.message);
  return answered.value;
}
async function run(...cells: readonly (readonly [string, string])[]): Promise<readonly PadRun[]> {
  await ask("scratch.run", { pad, cells: cells.map(([id, code]) => ({ id, code })) });
  return await settled(cells.map(([id]) => id));
}
async function settled(ids: readonly string[]): Promise<readonly PadRun[]> {
  let found: readonly PadRun[] = [];
  await expect
    .poll(
      async () => {
        const { runs } = await ask("scratch.open", { pad });
        found = ids.flatMap((id) => runs.find(({ cell }) => cell === id) ?? []);
        return found.filter(({ status }) => /^(waiting|running)$/.test(status)).length;
      },
      { timeout: 60_000, interval: 30 },
    )
    .toBe(0);
  return found;
}
const text = ({ outputs }: PadRun): string =>
  outputs
    .map((one) =>
      one.kind === "text" ? one.text : one.kind === "rich" ? String(one.data["text/plain"]) : one.name,
    )
    .join("|");
async function freshness(cells: readonly (readonly [string, string])[]): Promise<string> {
  const { cells: found } = await ask("scratch.freshness", {
    pad,
    cells: cells.map(([id, code]) => ({ id, code })),
  });
  return found.map(({ id, freshness: { kind } }) => `${id}:${kind}`).join(" ");
}

describe.each(["ipykernel", "bundled"] as const)("%s", (kind) => {
  const interpreter = (): string => (kind === "ipykernel" ? python : (bare ?? python));

  test("cells run in their order, show what they show, and say how long it took", async () => {
    await start(interpreter());
    expect(await ask("scratch.open", { pad })).toEqual({
      kernel: { state: "none", title: "", detail: "" },
      runs: [],
    });
    const [a, b] = await run(["a", "x = 20\nprint('made')"], ["b", "x + 1"]);
    expect([a && text(a), b && text(b), a?.status, b?.executionCount]).toEqual(["made\n", "21", "ok", 2]);
    expect(a?.milliseconds).toBeGreaterThanOrEqual(0);
    const { kernel } = await ask("scratch.open", { pad });
    expect(kernel.state).toBe("idle");
    expect(kernel.title).toMatch(
      kind === "ipykernel" ? /^Python 3\.\d+\.\d+ \(ipython / : /^Python 3\.\d+\.\d+$/,
    );
    expect(kernel.detail).toMatch(kind === "ipykernel" ? /^$/ : /has no ipykernel/);
    await expect.poll(() => heard.at(-1)).toMatchObject({ cell: "b", status: "ok" });
  });

  test("what stands behind a failure is not run; an interrupt ends what runs and what waits", async () => {
    await start(interpreter());
    const failed = await run(["a", "1 / 0"], ["b", "y = 1"]);
    expect(failed.map(({ status }) => status)).toEqual(["error", "aborted"]);
    await ask("scratch.run", {
      pad,
      cells: [
        { id: "c", code: "while True: pass" },
        { id: "d", code: "z = 1" },
      ],
    });
    await expect
      .poll(() => heard.some(({ cell, status }) => cell === "c" && status === "running"), { timeout: 20_000 })
      .toBe(true);
    await ask("scratch.interrupt", { pad });
    expect((await settled(["c", "d"])).map(({ status }) => status)).toEqual(["error", "aborted"]);
  });

  test("stale cells are known, and running them makes them fresh", async () => {
    await start(interpreter());
    const load = ["load", "rows = [3, 1]"] as const;
    const sort = ["sort", "rows.sort()"] as const;
    const show = ["show", "print(rows)"] as const;
    await run(load, sort, show);
    expect(await freshness([load, sort, show])).toBe("load:fresh sort:fresh show:fresh");
    const edited = ["load", "rows = [9, 5]"] as const;
    expect(await freshness([edited, sort, show])).toBe("load:edited sort:stale show:stale");
    const again = await run(edited, sort, show);
    expect(again.at(-1) && text(again.at(-1) as PadRun)).toBe("[5, 9]\n");
    expect(await freshness([edited, sort, show])).toBe("load:fresh sort:fresh show:fresh");
    await ask("scratch.restart", { pad });
    expect(await freshness([edited, sort, show])).toBe("load:notRun sort:notRun show:notRun");
  });

  test("input() asks the page and goes on with the answer", async () => {
    await start(interpreter());
    await ask("scratch.run", { pad, cells: [{ id: "a", code: "name = input('Who? ')\nprint(name)" }] });
    await expect.poll(() => asked, { timeout: 20_000 }).toEqual(["Who? "]);
    await ask("scratch.answer", { pad, value: "Ada" });
    const [a] = await settled(["a"]);
    expect(a && text(a)).toContain("Ada\n");
  });

  test("the host goes and comes back: the kernel is found, and what it had in memory is there", async () => {
    await start(interpreter());
    await run(["a", "kept = 42"]);
    composition?.dispose();
    await start(interpreter());
    expect((await ask("scratch.open", { pad })).kernel.state).toBe("idle");
    const [b] = await run(["b", "kept"]);
    expect(b && text(b)).toBe("42");
  });

  test("a kernel that is killed says so; the next cell starts another", async () => {
    await start(interpreter());
    const [a] = await run(["a", "import os, signal\nos.kill(os.getpid(), signal.SIGKILL)"]);
    expect(a?.status).toBe("lost");
    expect((await ask("scratch.open", { pad })).kernel).toMatchObject({
      state: "dead",
      detail: "The kernel has ended. Its memory is gone; what it showed is not.",
    });
    const [b] = await run(["b", "1 + 1"]);
    expect(b && [b.status, text(b)]).toEqual(["ok", "2"]);
  });
});

test("no Python, or one that does not run: a sentence, and the cells are lost and not the page", async () => {
  await start(join(base, "no-python"));
  composition?.dispose();
  const broken = join(base, "python3");
  writeFileSync(broken, "#!/bin/sh\nexit 3\n", { mode: 0o755 });
  await start(broken);
  const [a] = await run(["a", "1"]);
  expect(a?.status).toBe("lost");
  expect((await ask("scratch.open", { pad })).kernel).toMatchObject({
    state: "dead",
    detail: expect.stringMatching(
      /python3 does not run\. Choose another in the setting python\.interpreter\.$/,
    ),
  });
});
