import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Kernel, KernelOutput } from "../../../core/scratch/kernelPort.ts";
import { kernelPython } from "../../fixtures/sandboxTools.ts";
import { findKernel, type KernelCommand, startKernel } from "./kernelLauncher.ts";
import { isRunning, startOfProcess } from "./processIdentity.ts";

// A real ipykernel, and the bundled kernel on the standard library, over real sockets: one pad, both kernels.

let python: string;
let folder: string;
const started: Kernel[] = [];
const logged: string[] = [];
const never = new AbortController().signal;

beforeAll(() => {
  python = kernelPython();
}, 600_000);
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "airlock-k-"));
  logged.length = 0;
});
afterEach(async () => {
  for (const kernel of started.splice(0)) await kernel.shutdown();
  rmSync(folder, { recursive: true, force: true });
});

type Protocol = KernelCommand["protocol"];
const bundled = join(import.meta.dirname, "../../../resources/kernel/airlock_kernel.py");

function command(protocol: Protocol, more: Partial<KernelCommand> = {}): KernelCommand {
  return {
    name: "python3",
    protocol,
    argv:
      protocol === "jupyter"
        ? [python, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
        : [python, bundled, "{socket}", "{token_file}"],
    cwd: folder,
    env: { PATH: process.env.PATH, HOME: folder },
    interruptMode: "signal",
    ...more,
  };
}
async function start(protocol: Protocol, at = join(folder, "one")): Promise<Kernel> {
  const kernel = await startKernel(command(protocol), at, (line) => logged.push(line), never);
  if (!kernel.ok) throw new Error(kernel.error.message);
  started.push(kernel.value);
  return kernel.value;
}
async function run(kernel: Kernel, code: string, more: object = {}) {
  const outputs: KernelOutput[] = [];
  const outcome = await kernel.execute({ code, onOutput: (output) => outputs.push(output), ...more });
  return { outputs, outcome: outcome.ok ? outcome.value : outcome.error };
}

describe.each(["jupyter", "standard"] as const)("%s", (protocol) => {
  test("code runs, and what it shows comes in order: text, result, error, figure", async () => {
    const kernel = await start(protocol);
    expect(kernel.info).toMatchObject({
      language: "python",
      languageVersion: expect.stringMatching(/^3\.\d+/),
      fileExtension: ".py",
    });
    expect(await run(kernel, "print('ä')\n6 * 7")).toEqual({
      outputs: [
        { kind: "stream", name: "stdout", text: "ä\n" },
        { kind: "result", data: { "text/plain": "42" }, metadata: {}, executionCount: 1 },
      ],
      outcome: { status: "ok", executionCount: 1 },
    });
    const failed = await run(kernel, "1 / 0");
    expect(failed.outcome).toEqual({ status: "error", executionCount: 2 });
    expect(failed.outputs).toEqual([
      {
        kind: "error",
        name: "ZeroDivisionError",
        value: "division by zero",
        traceback: expect.arrayContaining([expect.stringContaining("ZeroDivisionError")]),
      },
    ]);
    const drawn = await run(kernel, "import matplotlib.pyplot as plt\nplt.plot([1, 3, 2])\nplt.show()");
    const figure = drawn.outputs.find((output) => output.kind === "display");
    expect(figure?.kind === "display" && String(figure.data["image/png"])).toMatch(/^iVBORw0KGgo/);
  });

  test("what Airlock itself asks is not counted", async () => {
    const kernel = await start(protocol);
    await run(kernel, "x = [1, 2]\nx", { isSilent: true });
    expect((await run(kernel, "x")).outcome).toEqual({ status: "ok", executionCount: 1 });
  });

  test("an endless cell is interrupted, what waits behind it is aborted, and the memory is still there", async () => {
    const kernel = await start(protocol);
    await run(kernel, "kept = 1");
    const heard: string[] = [];
    kernel.onDidChangeState((state) => heard.push(state));
    const endless = run(kernel, "print('in', flush=True)\nwhile True: pass", {
      onOutput: (output: KernelOutput) => output.kind === "stream" && void kernel.interrupt(),
    });
    const behind = run(kernel, "kept = 2");
    expect((await endless).outcome).toMatchObject({ status: "error" });
    expect((await behind).outcome).toMatchObject({ status: "aborted" });
    expect((await run(kernel, "kept")).outputs).toMatchObject([{ data: { "text/plain": "1" } }]);
    expect(heard).toContain("busy");
  });

  test("input() asks a person; where there is none to ask, it fails and nothing waits", async () => {
    const kernel = await start(protocol);
    const asked: unknown[] = [];
    const onInput = async (...question: unknown[]) => {
      asked.push(question);
      return "Ada";
    };
    const { outputs } = await run(kernel, "print('Hello ' + input('Name? '))", { onInput });
    expect(asked).toEqual([["Name? ", false]]);
    expect(outputs).toContainEqual({ kind: "stream", name: "stdout", text: "Hello Ada\n" });
    expect((await run(kernel, "input()")).outcome).toMatchObject({ status: "error" });
  });

  test("names are completed and explained from the kernel's memory", async () => {
    const kernel = await start(protocol);
    await run(kernel, "import pandas as pd\norders = pd.DataFrame({'amount': [1]})");
    const completed = await kernel.complete("orders.am", 9);
    expect(completed.ok && completed.value.matches).toContain("amount");
    const explained = await kernel.inspect("orders", 6);
    expect(explained.ok && String(explained.value?.["text/plain"])).toContain("DataFrame");
  });

  test("a kernel outlives the host that started it, and the next one finds it with its memory", async () => {
    const first = await start(protocol, join(folder, "k"));
    await run(first, "kept = 'still here'");
    first.dispose();
    expect(first.state).toBe("dead");
    const again = await findKernel(join(folder, "k"), (line) => logged.push(line), never);
    if (again === undefined) throw new Error("not found");
    started.push(again);
    expect((await run(again, "kept")).outputs).toMatchObject([{ data: { "text/plain": "'still here'" } }]);
    await again.shutdown();
    expect(await findKernel(join(folder, "k"), () => {}, never)).toBeUndefined();
  });

  test("a kernel that is killed says so to whoever waits; a new one starts in its place", async () => {
    const kernel = await start(protocol);
    const { outcome } = await run(kernel, "import os, signal\nos.kill(os.getpid(), signal.SIGKILL)");
    expect(outcome).toEqual({ code: "unavailable", message: "The kernel has ended. Restart it." });
    expect(kernel.state).toBe("dead");
    expect((await run(await start(protocol), "1")).outcome).toMatchObject({ status: "ok" });
  });

  test("a kernel that cannot start ends in a sentence that says why", async () => {
    const log = (line: string) => logged.push(line);
    const missing = await startKernel(
      command(protocol, { argv: [python, "-m", "no_such_kernel"] }),
      join(folder, "a"),
      log,
      never,
    );
    expect(missing.ok ? "" : missing.error.message).toMatch(
      /^The kernel python3 did not start: .*No module named no_such_kernel/,
    );
    const nobody = await startKernel(
      command(protocol, { argv: ["/no/such/program"] }),
      join(folder, "b"),
      log,
      never,
    );
    expect(nobody.ok ? "" : nobody.error.message).toMatch(/^The kernel python3 did not start: .*ENOENT/);
    const stop = new AbortController();
    const hangs = startKernel(
      command(protocol, { argv: [python, "-c", "import time; time.sleep(60)"] }),
      join(folder, "c"),
      log,
      stop.signal,
    );
    setTimeout(() => stop.abort(), 200);
    expect(await hangs).toMatchObject({ ok: false, error: { code: "cancelled" } });
  });

  test("its sockets are files for this account alone, it has no network, and what it starts ends with it", async () => {
    const at = join(folder, "k");
    const kernel = await start(protocol, at);
    expect(statSync(at).mode & 0o777).toBe(0o700);
    const sockets = readdirSync(at).filter((name) => statSync(join(at, name)).isSocket());
    const expected = protocol === "standard" ? ["k"] : ["k-1", "k-2", "k-3", "k-4", "k-5"];
    expect(sockets.toSorted()).toEqual(expected);
    const reach =
      "import socket\ntry:\n    socket.create_connection(('192.0.2.1', 80), 2)\nexcept OSError as e:\n    print(e.errno)";
    const { outputs } = await run(kernel, reach);
    // ENETUNREACH, where the kernel lets us have a namespace.
    expect(outputs).toMatchObject([{ kind: "stream", text: expect.stringMatching(/^(101|110|111)\n$/) }]);
    const child = await run(kernel, "import subprocess\nprint(subprocess.Popen(['sleep', '60']).pid)");
    const [line] = child.outputs;
    const pid = Number(line?.kind === "stream" ? line.text : "");
    const begun = startOfProcess(pid) ?? "";
    expect(isRunning(pid, begun)).toBe(true);
    await kernel.shutdown();
    await expect.poll(() => isRunning(pid, begun), { timeout: 10_000 }).toBe(false);
  });

  test("a record that was tampered with, or whose process's number is another's now, leads nowhere", async () => {
    const at = join(folder, "k");
    await start(protocol, at);
    const record = join(at, "kernel.json");
    const other = spawn("sleep", ["60"], { stdio: "ignore" });
    const forged = { pid: other.pid, started: "1", interruptMode: "signal", connection: {} };
    for (const text of ["", "{", JSON.stringify(forged)]) {
      writeFileSync(record, text);
      expect(await findKernel(at, () => {}, never)).toBeUndefined();
    }
    expect(other.exitCode).toBeNull();
    other.kill();
    expect(existsSync(record)).toBe(true);
  });
});

test("Jupyter: a display that changes keeps its name, and what was shown is cleared", async () => {
  const kernel = await start("jupyter");
  const code =
    "from IPython.display import display, clear_output\nh = display('a', display_id='d')\nh.update('b')\nclear_output(wait=True)";
  const { outputs } = await run(kernel, code);
  expect(outputs).toMatchObject([
    { kind: "display", displayId: "d", isUpdate: false, data: { "text/plain": "'a'" } },
    { kind: "display", displayId: "d", isUpdate: true, data: { "text/plain": "'b'" } },
    { kind: "clear", waits: true },
  ]);
});

test("the bundled kernel shows tables, figures of its own accord, awaits, and says what needs ipykernel", async () => {
  const kernel = await start("standard");
  const table = await run(kernel, "import pandas as pd\npd.DataFrame({'amount': [1]})");
  expect(table.outputs).toMatchObject([
    { kind: "result", data: { "text/html": expect.stringContaining("<table") } },
  ]);
  const figure = await run(kernel, "import matplotlib.pyplot as plt\nplt.plot([1, 2]);");
  expect(figure.outputs).toMatchObject([
    { kind: "display", data: { "image/png": expect.stringMatching(/^iVBOR/) } },
  ]);
  expect((await run(kernel, "import asyncio\nawait asyncio.sleep(0, 'slept')")).outputs).toMatchObject([
    { data: { "text/plain": "'slept'" } },
  ]);
  const [magic] = (await run(kernel, "%timeit 1")).outputs;
  expect(magic?.kind === "error" && magic.traceback.at(-1)).toBe(
    "Lines that begin with % or ! need ipykernel, which this Python does not have.",
  );
  const [failed] = (await run(kernel, "def f():\n    return 1 / 0\n\nf()")).outputs;
  expect(failed?.kind === "error" && failed.traceback.join("\n")).toMatch(
    /^Traceback.*\n {2}File "<cell 5>", line 4, in <module>\n {4}f\(\)\n[\s\S]*return 1 \/ 0/,
  );
});

test("the bundled kernel is not spoken to without its token", async () => {
  const at = join(folder, "k");
  await start("standard", at);
  const socket = connect(join(at, "k"));
  const said: string[] = [];
  socket.on("data", (chunk) => said.push(chunk.toString()));
  socket.write('{"token": "guess"}\n{"type": "execute", "id": "1", "code": "print(1)"}\n');
  await new Promise((resolve) => socket.once("close", resolve));
  expect(said).toEqual([]);
});
