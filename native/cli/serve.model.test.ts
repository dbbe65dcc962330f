import { readdirSync, readFileSync, readlinkSync, writeFileSync } from "node:fs";
import { request as httpRequest } from "node:http";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { WebSocket } from "ws";
import {
  openRawPage,
  type RawPage,
  type ServedFolder,
  type SignedIn,
  serveFolder,
  signIn,
} from "../fixtures/servedFolder.ts";

// `airlock serve` as a person starts it, with a model, a shell and a language server under it.

let served: ServedFolder;
let session: SignedIn;
let page: RawPage;
let token: string;
/** Where /proc tells what a process was given. */
const onLinux = process.platform === "linux";
const secretText = "the_quick_brown_source_text = 4711";

beforeAll(async () => {
  served = await serveFolder();
  writeFileSync(join(served.workspace, "file.py"), `${secretText}\n`);
  token = new URL(served.link).searchParams.get("token") ?? "";
  session = await signIn(served.link);
  page = await openRawPage(served.link, session);
});
afterAll(() => served.stop());

/** The status of an upgrade, 101 when it was granted. */
function upgrade(headers: Record<string, string>, path = `${session.folder}rpc`): Promise<number> {
  return new Promise((resolve) => {
    const socket = new WebSocket(`ws://${new URL(served.link).host}${path}`, { headers });
    socket.on("open", () => {
      socket.close();
      resolve(101);
    });
    socket.on("unexpected-response", (_request, response) => resolve(response.statusCode ?? 0));
    socket.on("error", () => {});
  });
}
function get(path: string, headers: Record<string, string>, method = "GET"): Promise<number> {
  return new Promise((resolve, reject) => {
    httpRequest({ host: "127.0.0.1", port: new URL(served.link).port, path, headers, method }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    })
      .on("error", reject)
      .end();
  });
}
function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}
/** "" for a process or a temporary file that is gone already. */
function contentOf(place: string): string {
  try {
    return readFileSync(place).toString("latin1");
  } catch {
    return "";
  }
}
/** A process and all that it started, each by its identifier. Linux. */
function family(pid: number): readonly number[] {
  const children = readdirSync(`/proc/${pid}/task`).flatMap((thread) =>
    readFileSync(`/proc/${pid}/task/${thread}/children`, "utf8").split(" ").filter(Boolean).map(Number),
  );
  return [pid, ...children.flatMap(family)];
}

test("ADVERSARIAL 19, 20, 21, 24 (process): foreign origins, hosts and forms are refused by the program as it runs", async () => {
  const { cookie, folder } = session;
  const { host, origin, port } = new URL(served.link);
  for (const foreign of [
    "https://evil.example",
    "null",
    "http://127.0.0.1.evil.example",
    `http://127.0.0.1:${Number(port) + 1}`,
  ])
    expect([foreign, await upgrade({ cookie, origin: foreign })]).toEqual([foreign, 403]);
  expect(await upgrade({ cookie })).toBe(403);
  expect(await upgrade({ cookie, origin: "http://evil.example", host: "evil.example" })).toBe(403);
  expect(await upgrade({ origin })).toBe(401);
  expect(await upgrade({ cookie, origin })).toBe(101);
  expect(await get(folder, { cookie, host: `evil.example:${port}` })).toBe(403);
  expect(await get(`${folder}rpc`, { cookie, host, "content-type": "text/plain" }, "POST")).toBe(403);
  expect(await get(folder, { cookie })).toBe(200);
});

test.runIf(onLinux)(
  "ADVERSARIAL 25 (process): every port that the program listens on is on 127.0.0.1",
  () => {
    const sockets = new Set(
      readdirSync(`/proc/${served.child.pid}/fd`).flatMap((fd) => {
        try {
          return [readlinkSync(`/proc/${served.child.pid}/fd/${fd}`)];
        } catch {
          return [];
        }
      }),
    );
    const listening = ["tcp", "tcp6"]
      .flatMap((kind) => readFileSync(`/proc/${served.child.pid}/net/${kind}`, "utf8").split("\n").slice(1))
      .map((line) => line.trim().split(/\s+/))
      .filter(([, , , state, , , , , , inode]) => state === "0A" && sockets.has(`socket:[${inode}]`))
      .map(([, address]) => address?.split(":")[0]);
    // 127.0.0.1 in the order of the kernel's own number.
    expect(listening).toEqual(["0100007F"]);
  },
);

test.runIf(onLinux)(
  "ADVERSARIAL 23 (process): neither token nor cookie stand in any file, log, argument or environment of host and children; the log holds no source text",
  async () => {
    const modelRuns = async (): Promise<unknown> => (await page.ask("model.state", {})).result;
    await expect.poll(modelRuns, { timeout: 60_000 }).toMatchObject({ state: "idle" });
    expect(await page.ask("terminal.create", { columns: 80, rows: 24 })).toHaveProperty("result.pid");
    expect(await page.ask("language.start", { language: "python" })).toHaveProperty("result.serverId");
    expect(await page.ask("files.read", { path: "file.py" })).toHaveProperty("result.text");
    const format = { encoding: "utf8", bom: false, endOfLine: "\n" };
    await page.ask("files.write", { path: "new.py", text: secretText, format });
    await page.ask("completion.request", {
      place: {
        path: "file.py",
        language: "python",
        prefix: `${secretText}\nprint(`,
        suffix: "",
        prefixLine: 0,
        position: { line: 1, column: 6 },
      },
      trigger: "explicit",
      alternative: 0,
    });
    // What goes wrong is logged: not with what was in it.
    page.tell("terminal.input", { id: secretText, data: [secretText] });
    await page.ask("settings.writeJson", { scope: "user", json: `{ ${secretText}` });
    await page.ask(secretText, { text: secretText });
    await page.ask("workbench.info", {});

    const cookie = session.cookie.split("=")[1] ?? "";
    const secrets = [token, cookie, session.folder.slice(1, -1)];
    expect(secrets.map((secret) => secret.length)).toEqual([43, 43, 22]);
    const processes = family(served.child.pid ?? 0);
    const commands = processes.map((pid) => contentOf(`/proc/${pid}/cmdline`)).join("\n");
    for (const program of ["modelProcess.ts", "langserver", "sh"]) expect(commands).toContain(program);
    const places = processes.flatMap((pid) => [`/proc/${pid}/environ`, `/proc/${pid}/cmdline`]);
    for (const place of [...places, ...filesBelow(served.home), ...filesBelow(served.workspace)]) {
      const content = contentOf(place);
      for (const secret of secrets) expect([place, content.includes(secret)]).toEqual([place, false]);
    }
    const log = readFileSync(join(served.home, "airlock.log"), "utf8");
    expect(log).not.toContain("quick_brown");
    expect(served.output()).not.toContain("quick_brown");
    expect(served.output()).not.toContain(cookie);
  },
);

test("ADVERSARIAL 22, 23 (process): the link works once, and what it answers names no secret but the cookie", async () => {
  expect(await get(`/?token=${token}`, {})).toBe(401);
  const again = await fetch(served.link, { redirect: "manual" });
  expect(await again.text()).not.toContain(token);
  expect(again.headers.get("referrer-policy")).toBe("no-referrer");
});
