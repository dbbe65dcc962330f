import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  openRawPage,
  peakMemory,
  type RawPage,
  type ServedFolder,
  type SignedIn,
  serveFolder,
  signIn,
} from "./fixtures/servedFolder.ts";

// A page that went bad, against the program as a person starts it: whatever it sends, the host answers the next one.

let served: ServedFolder;
let session: SignedIn;
let page: RawPage;

beforeAll(async () => {
  served = await serveFolder();
  session = await signIn(served.link);
});
afterAll(() => served.stop());

async function fresh(): Promise<RawPage> {
  page = await openRawPage(served.link, session);
  return page;
}
async function stillServes(): Promise<void> {
  const next = await openRawPage(served.link, session);
  expect(await next.ask("workbench.info", {})).toMatchObject({ result: { shell: "browser" } });
  expect(served.child.exitCode).toBeNull();
  await next.close();
}
function log(): string {
  return readFileSync(join(served.home, "airlock.log"), "utf8");
}

test("messages that are no JSON-RPC, or break its rules, are dropped and the host lives on", async () => {
  const { socket } = await fresh();
  const frames = [
    "",
    "nonsense",
    "null",
    "7",
    "[]",
    "{}",
    '{"jsonrpc":"1.0","method":"seal.status","id":1}',
    '{"jsonrpc":"2.0"}',
    '{"jsonrpc":"2.0","method":7}',
    '{"jsonrpc":"2.0","method":"$/cancelRequest"}',
    '{"jsonrpc":"2.0","method":"$/cancelRequest","params":null}',
    '{"jsonrpc":"2.0","method":"$/cancelRequest","params":{}}',
    '{"jsonrpc":"2.0","method":"$/cancelRequest","params":{"id":null}}',
    '{"jsonrpc":"2.0","method":"$/cancelRequest","params":{"id":{}}}',
    '{"jsonrpc":"2.0","method":"$/progress","params":{}}',
    '{"jsonrpc":"2.0","method":"$/setTrace","params":{"value":"verbose"}}',
    '{"jsonrpc":"2.0","id":null,"method":"seal.status","params":{}}',
    '{"jsonrpc":"2.0","id":{},"method":"seal.status","params":{}}',
    '{"jsonrpc":"2.0","id":1,"method":"seal.status"}',
    '{"jsonrpc":"2.0","id":2,"method":"seal.status","params":[{},{}]}',
    '{"jsonrpc":"2.0","id":3,"method":"seal.status","params":"text"}',
    '{"jsonrpc":"2.0","id":4,"result":{}}',
    '{"jsonrpc":"2.0","id":5,"error":null}',
    '{"jsonrpc":"2.0","id":6,"error":{"code":1,"message":"print(secret_source_text)"}}',
    '{"jsonrpc":"2.0","id":null,"error":{"message":"print(secret_source_text)"}}',
    `{"jsonrpc":"2.0","id":7,"method":"session.save","params":${"[".repeat(100_000)}${"]".repeat(100_000)}}`,
    `{"jsonrpc":"2.0","id":8,"method":"session.save","params":{"state":${"[".repeat(100_000)}${"]".repeat(100_000)}}}`,
  ];
  for (const frame of frames) socket.send(frame);
  socket.send(Buffer.from([0, 1, 2]), { binary: true });
  expect(await page.ask("seal.status", {})).toMatchObject({ result: { sealed: true } });
  await stillServes();
  expect(log()).not.toContain("secret_source_text");
});

test("what is not in the contract cannot be called, by whatever name", async () => {
  await fresh();
  const names = [
    "__proto__",
    "constructor",
    "toString",
    "hasOwnProperty",
    "process.exit",
    "files.read.call",
    "Files.Read",
    "suggestion.shown",
    "rpc.discover",
    "x".repeat(100_000),
  ];
  for (const name of names) {
    const answer = await page.ask(name, {});
    expect([name.slice(0, 20), answer]).toEqual([
      name.slice(0, 20),
      expect.objectContaining({ error: expect.objectContaining({ code: -32601 }) }),
    ]);
  }
  await stillServes();
});

test("keys that would reach a prototype change nothing, and settings of such names are refused or inert", async () => {
  await fresh();
  const poison = '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}';
  const requests = [
    `"method":"session.save","params":{"state":${poison}}`,
    `"method":"settings.writeJson","params":{"scope":"user","json":${JSON.stringify(poison)}}`,
    `"method":"settings.set","params":{"scope":"user","key":"__proto__","value":{"polluted":1}}`,
    `"method":"settings.set","params":{"scope":"user","key":"constructor.prototype.polluted","value":1}`,
    `"method":"files.list","params":{"__proto__":{"path":"/etc"},"path":""}`,
    `"method":"language.start","params":{"language":"python","__proto__":{"polluted":1}}`,
  ];
  for (const [index, request] of requests.entries())
    page.socket.send(`{"jsonrpc":"2.0","id":${index + 1},${request}}`);
  // A polluted prototype would show in every answer's objects.
  const info = await page.ask("workbench.info", {});
  expect(info).toMatchObject({ result: { shell: "browser" } });
  expect(JSON.stringify(info)).not.toContain("polluted");
  const settings = await page.ask("settings.get", {});
  expect(settings).toMatchObject({ result: { effective: { "editor.tabSize": 4 } } });
  expect(await page.ask("settings.writeJson", { scope: "user", json: "" })).toHaveProperty("result");
  await stillServes();
});

test("a path that leaves the workspace is refused by every request that takes one", async () => {
  await fresh();
  const format = { encoding: "utf8", bom: false, endOfLine: "\n" };
  const query = { pattern: "x", isRegex: false, matchCase: true, wholeWord: false, include: "", exclude: "" };
  for (const path of ["../x", "/etc/passwd", "a/../../x", "C:\\x", "\\\\host\\share", "a\0b", "./x"]) {
    const calls: [string, unknown][] = [
      ["files.list", { path }],
      ["files.read", { path }],
      ["files.write", { path, text: "", format }],
      ["files.createFolder", { path }],
      ["files.rename", { from: path, to: "b" }],
      ["files.rename", { from: "a", to: path }],
      ["files.copy", { from: path, to: "b" }],
      ["files.copy", { from: "a", to: path }],
      ["files.trash", { path }],
      ["git.headText", { path }],
      ["search.replace", { query, replacement: "y", paths: [path] }],
      ["terminal.create", { cwd: path, columns: 80, rows: 24 }],
    ];
    for (const [method, params] of calls)
      expect([method, path, await page.ask(method, params)]).toEqual([
        method,
        path,
        expect.objectContaining({
          error: expect.objectContaining({ data: expect.objectContaining({ code: "invalidRequest" }) }),
        }),
      ]);
  }
});

test("signals of the wrong shape are dropped, and a flood of them fills neither log nor memory", async () => {
  const { pid = 0 } = served.child;
  const before = peakMemory(pid);
  await fresh();
  for (let round = 0; round < 15; round++) {
    for (let index = 0; index < 1000; index++) {
      page.tell("terminal.input", { id: 7, data: ["print(secret_source_text)"] });
      page.tell("suggestion.shown", []);
      page.tell("language.send", { serverId: "none", message: "print(secret_source_text)" });
      page.tell("completion.prefill", null);
      page.tell("no.such.signal", { text: "print(secret_source_text)" });
    }
    await page.ask("seal.status", {});
  }
  expect(log()).toContain("more of this is left out");
  expect(log()).not.toContain("secret_source_text");
  expect(log().split("\n").length).toBeLessThan(2000);
  expect(peakMemory(pid) - before).toBeLessThan(300);
  await stillServes();
});

test("a storm of requests and cancellations leaves nothing running, and more at once than there is use for is refused", async () => {
  await fresh();
  for (let index = 0; index < 20_000; index++) {
    page.tell("$/cancelRequest", { id: `never-${index}` });
    if (index % 10 === 0) {
      page.socket.send(
        `{"jsonrpc":"2.0","id":"storm-${index}","method":"files.find","params":{"query":"a","limit":5}}`,
      );
      page.tell("$/cancelRequest", { id: `storm-${index}` });
    }
  }
  expect(await page.ask("seal.status", {})).toMatchObject({ result: { sealed: true } });
  const asked = Array.from({ length: 3000 }, () => page.ask("files.find", { query: "a", limit: 5 }));
  const answers = await Promise.all(asked);
  const kinds = new Set(
    answers.map((answer) => ("result" in answer ? "answered" : JSON.stringify(answer.error))),
  );
  for (const kind of kinds) expect(kind).toMatch(/answered|Too much was asked at once/);
  await stillServes();
});

test("a frame of 200 MB ends its own connection, and one below the limit costs no more than its size", async () => {
  const { socket } = await fresh();
  const closed = new Promise((resolve) => socket.once("close", resolve));
  socket.send(Buffer.alloc(200 * 1024 * 1024, " "), { binary: false });
  expect(await closed).toBe(1009);
  await fresh();
  const text = "x".repeat(150 * 1024 * 1024);
  page.tell("terminal.input", { id: "none", data: text });
  expect(await page.ask("files.read", { path: "none" })).toMatchObject({
    error: { data: { code: "notFound" } },
  });
  expect(peakMemory(served.child.pid ?? 0)).toBeLessThan(1500);
  await stillServes();
});

test("a page that asks and never reads is cut off, and the others go on", async () => {
  await fresh();
  const format = { encoding: "utf8", bom: false, endOfLine: "\n" };
  await page.ask("files.write", { path: "large.txt", text: "y".repeat(60 * 1024 * 1024), format });
  const deaf = await openRawPage(served.link, session);
  const gone = new Promise((resolve) => deaf.socket.once("close", resolve));
  deaf.socket.pause();
  for (let index = 0; index < 30; index++) {
    deaf.socket.send(
      JSON.stringify({ jsonrpc: "2.0", id: index, method: "files.read", params: { path: "large.txt" } }),
    );
    // One after the other, so that what waits is answers and not reading.
    await page.ask("seal.status", {});
    await sleep(50);
  }
  deaf.socket.resume();
  await gone;
  expect(peakMemory(served.child.pid ?? 0)).toBeLessThan(2500);
  await stillServes();
});
