import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { chmod, mkdir, mkdtemp, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type SettingsSnapshot, settingsSchema } from "../../../core/contract/settings.ts";
import { PyrightProcess } from "../../adapters/lsp/pyrightProcess.ts";
import { EventBus } from "../../rpc/eventBus.ts";
import type { Client } from "../../rpc/handlers.ts";
import type { LspMessage } from "./languageServer.ts";
import { LanguageService } from "./languageService.ts";
import { findPythonInterpreter } from "./pythonInterpreter.ts";

let base: string;
let root: string;
let bus: EventBus;
let language: LanguageService;
let interpreter: string;
let now: number;
let processes: PyrightProcess[];

beforeEach(async () => {
  base = await realpath(await mkdtemp(join(tmpdir(), "airlock-language-")));
  root = join(base, "ws");
  await mkdir(root);
  bus = new EventBus((error) => {
    throw error;
  });
  interpreter = "";
  now = 0;
  processes = [];
  language = new LanguageService(
    (environment) => {
      const started = PyrightProcess.start({ node: process.execPath, environment, log: () => {} });
      if (started.ok) processes.push(started.value);
      return started;
    },
    bus,
    {
      workspaceRoot: root,
      variables: process.env,
      wantedInterpreter: () => interpreter,
      log: () => {},
      now: () => now,
    },
  );
});
afterEach(async () => {
  language.dispose();
  await rm(base, { recursive: true, force: true });
});

class Page implements Client {
  readonly id = 1;
  serverId = "";
  readonly messages: LspMessage[] = [];
  readonly stopped: string[] = [];
  #nextId = 1;

  send: Client["send"] = (name, payload) => {
    if (name === "language.message" && "message" in payload)
      this.messages.push(payload.message as LspMessage);
    if (name === "language.didStop" && "reason" in payload) this.stopped.push(String(payload.reason));
  };

  start(): void {
    const started = language.start(this);
    if (!started.ok) throw new Error(started.error.message);
    this.serverId = started.value.serverId;
  }

  notify(method: string, params: unknown): void {
    language.send(this, this.serverId, { jsonrpc: "2.0", method, params });
  }

  async ask(method: string, params: unknown): Promise<unknown> {
    const id = this.#nextId++;
    language.send(this, this.serverId, { jsonrpc: "2.0", id, method, params });
    const answer = await this.until((message) => message.id === id && message.method === undefined);
    expect(answer.error).toBe(undefined);
    return answer.result;
  }

  until(matches: (message: LspMessage) => boolean): Promise<LspMessage> {
    return vi.waitFor(
      () => {
        const found = this.messages.find(matches);
        if (found === undefined)
          throw new Error(`not among ${this.messages.map(({ method }) => method).join()}`);
        return found;
      },
      { timeout: 50_000, interval: 20 },
    );
  }

  async initialize(): Promise<void> {
    await this.ask("initialize", { processId: null, rootUri: null, capabilities: {} });
    this.notify("initialized", {});
  }
}

const uriOf = (name: string): string => pathToFileURL(join(root, name)).href;
const source = `import mypackage\nnumber: int = "text"\ndef twice(value: int) -> int:\n    return value * 2\n`;

test("pyright finds mistakes and explains names, with the packages of the workspace's environment", async () => {
  const packages = join(root, ".venv", "lib", "python3.11", "site-packages", "mypackage");
  await mkdir(packages, { recursive: true });
  await mkdir(join(root, ".venv", "bin"));
  await writeFile(join(packages, "__init__.py"), "answer = 42\n");
  await writeFile(join(root, ".venv", "pyvenv.cfg"), "");
  // Were it run, it would leave a trace.
  await writeFile(join(root, ".venv", "bin", "python"), `#!/bin/sh\ntouch "${join(base, "ran")}"\n`);
  await chmod(join(root, ".venv", "bin", "python"), 0o755);
  const page = new Page();
  page.start();
  await page.initialize();
  const uri = uriOf("a.py");
  page.notify("textDocument/didOpen", {
    textDocument: { uri, languageId: "python", version: 1, text: source },
  });
  const published = await page.until(({ method }) => method === "textDocument/publishDiagnostics");
  expect(published.params).toMatchObject({
    uri,
    diagnostics: [{ code: "reportAssignmentType", range: { start: { line: 1 } } }],
  });
  const hover = await page.ask("textDocument/hover", {
    textDocument: { uri },
    position: { line: 2, character: 5 },
  });
  expect(JSON.stringify(hover)).toContain("def twice(value: int) -> int");
  expect(page.messages.some(({ method }) => method === "workspace/configuration")).toBe(false);
  expect(existsSync(join(base, "ran"))).toBe(false);
  expect(language.start(page)).toMatchObject({
    ok: true,
    value: {
      serverId: page.serverId,
      interpreter: join(root, ".venv", "bin", "python"),
      version: expect.stringMatching(/^1\./),
    },
  });
});

test("a crash is told, and the service starts again three times and then leaves it", async () => {
  const page = new Page();
  for (let crash = 1; crash <= 4; crash += 1) {
    page.start();
    process.kill(processes.at(-1)?.pid ?? 0, "SIGKILL");
    await vi.waitFor(() => expect(page.stopped.length).toBe(crash), { timeout: 30_000 });
  }
  expect(page.stopped[0]).toBe("Pyright ended unexpectedly (SIGKILL).");
  expect(language.start(page)).toMatchObject({ ok: false, error: { code: "unavailable" } });
  now = 3 * 60_000 + 1;
  expect(language.start(page).ok).toBe(true);
});

test("a page that asks for a fresh server gets one, and the old one ends", async () => {
  const page = new Page();
  page.start();
  const first = page.serverId;
  expect(language.start(page)).toMatchObject({ ok: true, value: { serverId: first } });
  const fresh = language.start(page, true);
  expect(fresh.ok && fresh.value.serverId).not.toBe(first);
  await vi.waitFor(() => expect(isAlive(processes[0]?.pid)).toBe(false), { timeout: 30_000 });
  expect(page.stopped).toEqual([]);
});

test("a page has a server of its own, which ends with the page", async () => {
  const one = new Page();
  const two = new Page();
  one.start();
  two.start();
  expect(one.serverId).not.toBe(two.serverId);
  // Nobody speaks to another's server.
  language.send(two, one.serverId, { jsonrpc: "2.0", id: 9, method: "initialize", params: {} });
  await two.initialize();
  expect(one.messages.filter((message) => "id" in message)).toEqual([]);
  language.clientGone(one);
  await vi.waitFor(() => expect(isAlive(processes[0]?.pid)).toBe(false), { timeout: 30_000 });
  expect(isAlive(processes[1]?.pid)).toBe(true);
  expect(one.stopped).toEqual([]);
});

test("a host that is killed takes its language server along", async () => {
  const script = `
    const { PyrightProcess } = await import(process.env.LSP_MODULE);
    const started = PyrightProcess.start({ node: process.execPath, environment: {}, log: () => {} });
    console.log(started.value.pid);
    setInterval(() => {}, 1000);`;
  const host = spawn(process.execPath, ["--input-type=module", "-e", script], {
    env: { ...process.env, LSP_MODULE: join(import.meta.dirname, "../../adapters/lsp/pyrightProcess.ts") },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const pid = await new Promise<number>((resolve) => host.stdout.on("data", (data) => resolve(Number(data))));
  expect(isAlive(pid)).toBe(true);
  host.kill("SIGKILL");
  await vi.waitFor(() => expect(isAlive(pid)).toBe(false), { timeout: 50_000, interval: 50 });
});

function isAlive(pid: number | undefined): boolean {
  try {
    process.kill(pid ?? -1, 0);
    return true;
  } catch {
    return false;
  }
}

test("a change of the interpreter's setting makes pyright ask again", async () => {
  const page = new Page();
  page.start();
  const sent: unknown[] = [];
  const server = processes[0];
  if (server === undefined) throw new Error("no server");
  vi.spyOn(server, "send").mockImplementation((message) => void sent.push(message));
  const snapshot: SettingsSnapshot = {
    effective: settingsSchema.parse({}),
    userJson: "",
    workspaceJson: "",
    problems: [],
  };
  bus.fire("settings.didChange", snapshot);
  expect(sent).toEqual([]);
  interpreter = "/bin/sh";
  bus.fire("settings.didChange", snapshot);
  expect(sent).toMatchObject([{ method: "workspace/didChangeConfiguration" }]);
  expect(language.interpreter).toBe("/bin/sh");
});

test("ADVERSARIAL 38: a python planted in the workspace is never run, by whatever way it is named", async () => {
  const system = join(base, "bin");
  await mkdir(system);
  await mkdir(join(root, "bin"));
  for (const file of [
    join(system, "python3"),
    join(root, "python3"),
    join(root, "python"),
    join(root, "bin", "python3"),
  ])
    await writeFile(file, "", { mode: 0o755 });
  const find = (setting: string, path: string, folder = root) =>
    findPythonInterpreter(setting, folder, { PATH: path });
  const nothing = { interpreter: undefined, analysisInterpreter: undefined, packageFolders: [] };
  const found = {
    interpreter: join(system, "python3"),
    analysisInterpreter: join(system, "python3"),
    packageFolders: [],
  };
  expect(find("", `.:bin::${root}:${root}/bin:${relative(process.cwd(), root)}`)).toEqual(nothing);
  expect(find("", `.:${root}/bin:${system}`)).toEqual(found);
  expect(find("./python", `.:${system}`)).toEqual(found);
  expect(find("bin/python3", system)).toEqual(found);
  expect(find("python3", `.:${system}`)).toEqual(found);
  expect(find(join(root, "python"), system).analysisInterpreter).toBe(join(root, "python"));
  await mkdir(join(root, "venv", "bin"), { recursive: true });
  await symlink(join(system, "python3"), join(root, "venv", "bin", "python"));
  expect(find("", system)).toEqual(found);
  await writeFile(join(root, "venv", "pyvenv.cfg"), "");
  expect(find("", system)).toEqual({ ...found, interpreter: join(root, "venv", "bin", "python") });
});
