import { existsSync, readlinkSync } from "node:fs";
import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative, resolve } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { WorkspaceDisk } from "../../adapters/fs/workspaceDisk.ts";
import { PtyProcess } from "../../adapters/pty/ptyProcess.ts";
import { childSeal } from "../../base/childSeal.ts";
import { EventBus } from "../../rpc/eventBus.ts";
import type { Client } from "../../rpc/handlers.ts";
import { Replay } from "./replay.ts";
import { findShell, terminalEnvironment } from "./shell.ts";
import { TerminalsService } from "./terminalsService.ts";

const installation = resolve(import.meta.dirname, "../../..");
let base: string;
let bus: EventBus;
let terminals: TerminalsService;
let shell: string;
let network: "open" | "sealed";

beforeEach(async () => {
  base = await realpath(await mkdtemp(join(tmpdir(), "airlock-terminals-")));
  await mkdir(join(base, "ws", "sub"), { recursive: true });
  const disk = await WorkspaceDisk.open(join(base, "ws"), { dataFolder: base });
  if (!disk.ok) throw new Error(disk.error.message);
  bus = new EventBus((error) => {
    throw error;
  });
  shell = "/bin/sh";
  network = "open";
  terminals = new TerminalsService(PtyProcess.start, disk.value, bus, {
    installation,
    variables: {
      ...process.env,
      HOME: base,
      ENV: "",
      AIRLOCK_TOKEN: "secret-token",
      https_proxy: "http://proxy.test",
      PS1: "$ ",
    },
    wantedShell: () => shell,
    network: () => network,
  });
});
afterEach(async () => {
  terminals.dispose();
  await rm(base, { recursive: true, force: true });
});

/** A page that draws at once, or not at all. */
class Page implements Client {
  readonly id = 1;
  /** The end of what came, and how much that was in all. */
  text = "";
  received = 0;
  messages = 0;
  drawing = true;

  send: Client["send"] = (name, payload) => {
    if (name !== "terminal.data" || !("data" in payload) || !("id" in payload)) return;
    const { id, data } = payload as { id: string; data: string };
    // The marks of shell integration, readable.
    const readable = data.replaceAll("\u001b]633;", "⟦").replaceAll("\u0007", "⟧");
    this.text = (this.text + readable).slice(-100_000);
    this.received += data.length;
    this.messages += 1;
    if (this.drawing) setImmediate(() => terminals.find(id)?.acknowledge(this, data.length));
  };

  async sees(pattern: RegExp): Promise<void> {
    await vi.waitFor(
      () => {
        if (!pattern.test(this.text))
          throw new Error(`${pattern} is not in ${JSON.stringify(this.text.slice(-2000))}`);
      },
      { timeout: 20_000, interval: 20 },
    );
  }
}

async function open(page: Page, folder = ""): Promise<string> {
  const created = await terminals.create(folder, 80, 24, page);
  if (!created.ok) throw new Error(created.error.message);
  return created.value.id;
}

const type = (id: string, text: string): void => terminals.find(id)?.input(text);

test("several shells at once run in their folders, and say how they ended", async () => {
  const first = new Page();
  const second = new Page();
  const a = await open(first);
  const b = await open(second, "sub");
  type(a, "pwd; stty size\r");
  type(b, "pwd\r");
  await first.sees(new RegExp(`${base}/ws\\r\\n24 80`));
  await second.sees(new RegExp(`${base}/ws/sub\\r`));
  terminals.find(a)?.resize(100, 30);
  type(a, "stty size\r");
  await first.sees(/30 100\r/);
  const exit = new Promise((done) => bus.on("terminal.didExit", done));
  type(a, "exit 7\r");
  expect(await exit).toEqual({ id: a, exitCode: 7 });
  expect(terminals.list().map(({ id, exited, title }) => [id, exited, title])).toEqual([
    [a, true, "sh"],
    [b, false, "sh"],
  ]);
  type(a, "nobody listens\r");
  terminals.find(a)?.resize(10, 10);
  terminals.close(a);
  expect(terminals.list().map(({ id }) => id)).toEqual([b]);
});

test("ADVERSARIAL 23: a shell inherits nothing of Airlock's", async () => {
  expect(
    terminalEnvironment({
      AIRLOCK_TOKEN: "t",
      Airlock_Home: "h",
      npm_config_x: "1",
      NODE_OPTIONS: "x",
      PATH: "/bin",
    }),
  ).toEqual({
    PATH: "/bin",
    TERM: "xterm-256color",
    COLORTERM: "truecolor",
    TERM_PROGRAM: "airlock",
  });
  const page = new Page();
  type(await open(page), "env; echo the''end\r");
  await page.sees(/theend/);
  expect(page.text).not.toContain("secret-token");
});

const hasNamespaces = childSeal().kind === "namespaced";

test.runIf(hasNamespaces)(
  "a sealed terminal has no network, and an open one has the machine's (skipped where the kernel refuses)",
  async () => {
    const own = process.platform === "linux" ? readlinkSync("/proc/self/ns/net") : "";
    const reaching = new Page();
    type(await open(reaching), "readlink /proc/self/ns/net\r");
    await reaching.sees(/net:\[\d+\]/);
    network = "sealed";
    const sealed = new Page();
    type(await open(sealed), "readlink /proc/self/ns/net; stty size; echo [$https_proxy]\r");
    await sealed.sees(/net:\[\d+\]\r\n24 80\r\n\[\]/);
    const [, shut] = /(net:\[\d+\])/.exec(sealed.text) ?? [];
    expect(reaching.text).toContain(own);
    expect(shut).not.toBe(own);
  },
);

test.runIf(!hasNamespaces)("where a terminal cannot be sealed there is none", async () => {
  network = "sealed";
  expect(await terminals.create("", 80, 24, new Page())).toMatchObject({
    ok: false,
    error: { code: "unavailable" },
  });
});

test("ADVERSARIAL 27: a terminal does not start outside the workspace", async () => {
  await symlink("/", join(base, "ws", "out"));
  expect(await terminals.create("out", 80, 24, new Page())).toMatchObject({
    ok: false,
    error: { code: "outsideWorkspace" },
  });
  expect(await terminals.create("../", 80, 24, new Page())).toMatchObject({
    ok: false,
    error: { code: "invalidPath" },
  });
});

test("ADVERSARIAL 33: a page that does not draw stops the output of a program, and Ctrl-C still ends it", async () => {
  const page = new Page();
  page.drawing = false;
  const id = await open(page);
  type(id, "yes 0123456789; echo the''end\r");
  await vi.waitFor(() => expect(terminals.find(id)?.isPaused).toBe(true), { timeout: 30_000 });
  const whenPaused = page.received;
  await new Promise((done) => setTimeout(done, 300));
  // What the kernel and the stream had read already may still come, and no more than that.
  expect(page.received - whenPaused).toBeLessThan(200_000);
  expect(page.received).toBeLessThan(2_400_000);
  type(id, "\x03");
  page.drawing = true;
  terminals.find(id)?.acknowledge(page, page.received);
  type(id, "echo the''end\r");
  await page.sees(/theend/);
});

test("ADVERSARIAL 33: 100 MB of output pass in bounded memory and in messages that are put together", async () => {
  const page = new Page();
  const id = await open(page);
  type(id, "head -c 100000000 /dev/zero | tr '\\0' x; echo; echo the''end\r");
  const before = process.memoryUsage().rss;
  let most = 0;
  const measure = setInterval(() => {
    most = Math.max(most, process.memoryUsage().rss - before);
  }, 50);
  await page.sees(/theend/);
  clearInterval(measure);
  expect(page.received).toBeGreaterThan(100_000_000);
  expect(most).toBeLessThan(250 * 1024 * 1024);
  const again = new Page();
  expect(terminals.find(id)?.attach(again).length).toBeLessThanOrEqual(256 * 1024);
});

test("a page that is gone holds nothing up; a new one gets the replay and what follows", async () => {
  const gone = new Page();
  gone.drawing = false;
  const id = await open(gone);
  type(id, "head -c 10000000 /dev/zero | tr '\\0' x; echo; echo the''end; sleep 100\r");
  await vi.waitFor(() => expect(terminals.find(id)?.isPaused).toBe(true), { timeout: 30_000 });
  terminals.clientGone(gone);
  const page = new Page();
  await vi.waitFor(
    () => {
      const terminal = terminals.find(id);
      if (!terminal?.attach(page).includes("theend")) throw new Error("not yet");
    },
    { timeout: 30_000 },
  );
  type(id, "\x03echo more''text\r");
  await page.sees(/moretext/);
});

test("the replay keeps the last lines whole", () => {
  const replay = new Replay(10);
  for (let index = 0; index < 100; index += 1) replay.add(`${index}\n`);
  expect(replay.text).toBe("97\n98\n99\n");
  const endless = new Replay(10);
  for (let index = 0; index < 20; index += 1) endless.add("😀😀😀");
  endless.add("x");
  expect(endless.text).toBe("😀😀😀😀x");
});

test("ADVERSARIAL 38: a shell is never taken from a relative place", async () => {
  await writeFile(join(base, "evil"), "", { mode: 0o755 });
  for (const wanted of ["./evil", "evil", "nothing-of-the-kind", base])
    expect(findShell(wanted, { PATH: `.:${relative(process.cwd(), base)}:` }, "/x")).toMatchObject({
      ok: false,
      error: { code: "toolMissing" },
    });
  expect(findShell("", { SHELL: "evil", PATH: "." }, "/x").ok).toBe(true);
  expect(findShell("sh", { PATH: "./bin:/bin" }, "/x")).toMatchObject({
    ok: true,
    value: { file: "/bin/sh" },
  });
});

const integrated = ["/bin/bash", "/usr/bin/zsh", "/usr/bin/fish"];

test.each(integrated)("%s marks its prompts, commands and their ends", async (file) => {
  if (!existsSync(file)) return void expect(file).not.toBe("/bin/bash");
  shell = file;
  await writeFile(join(base, ".bashrc"), "FROM_RC=bashrc; PROMPT_COMMAND='LAST=$?'\n");
  await writeFile(join(base, ".zshrc"), "FROM_RC=zshrc\n");
  const page = new Page();
  const id = await open(page);
  await page.sees(/⟦B⟧/s);
  type(id, "true; sh -c 'exit 3'\r");
  await page.sees(/⟦E;true\\x3b sh -c 'exit 3'⟧.*⟦C⟧.*⟦D;3⟧.*⟦A⟧/s);
  if (!file.endsWith("fish")) {
    type(id, 'echo "status $? rc $FROM_RC"\r');
    await page.sees(file.endsWith("bash") ? /⟧status 3 rc bashrc/ : /⟧status 3 rc zshrc/);
  }
  type(id, "cd sub\r");
  await page.sees(new RegExp(`⟦P;Cwd=${base}/ws/sub⟧`));
  type(id, "\r");
  type(id, "echo a\\;b\r");
  await page.sees(/⟦E;echo a\\\\\\x3bb⟧.*⟦D;0⟧/s);
  const ends = page.text.match(/⟦D;\d+⟧/g) ?? [];
  const starts = page.text.match(/⟦C⟧/g) ?? [];
  expect(ends.length).toBe(starts.length);
});
