import { mkdtempSync, writeFileSync } from "node:fs";
import { request as httpRequest, type IncomingMessage } from "node:http";
import { connect } from "node:net";
import { networkInterfaces, tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { WebSocket } from "ws";
import { requests, signals } from "../../core/contract/index.ts";
import type { HostApi } from "../rpc/handlers.ts";
import { type LocalServer, startLocalServer } from "./localServer.ts";

const logged: string[] = [];
let called: string[] = [];
let server: LocalServer;
/** The folder under which the page lies, as the last sign-in said. */
let base: string;
let page: string;

/** Answers every request with a failure after noting that it was reached: transport is under test, not services. */
function recordingHost(): HostApi {
  const handler = (name: string) => () => {
    called.push(name);
    return { ok: false, error: { code: "unavailable", message: "recorded" } };
  };
  return {
    requests: Object.fromEntries(Object.keys(requests).map((name) => [name, handler(name)])),
    signals: Object.fromEntries(Object.keys(signals).map((name) => [name, handler(name)])),
    onEvent: () => ({ dispose() {} }),
    clientConnected: () => {},
    clientGone: () => {},
  } as unknown as HostApi;
}

beforeEach(async () => {
  logged.length = 0;
  called = [];
  page = mkdtempSync(join(tmpdir(), "airlock-page-"));
  writeFileSync(join(page, "index.html"), "<!doctype html><title>Airlock</title>");
  server = await startLocalServer({ host: recordingHost(), page, port: 0, log: (line) => logged.push(line) });
});
afterEach(() => server.close());

interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

function ask(
  path: string,
  headers: Record<string, string> = {},
  method = "GET",
  body?: string,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const outgoing = httpRequest(
      { host: "127.0.0.1", port: server.port, path, method, headers },
      (response) => {
        let text = "";
        response.setEncoding("utf8").on("data", (chunk: string) => {
          text += chunk;
        });
        response.on("end", () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }),
        );
      },
    );
    outgoing.on("error", reject).end(body);
  });
}

async function signIn(): Promise<string> {
  const answer = await ask(new URL(server.issueLink()).pathname + new URL(server.issueLink()).search);
  expect(answer.status).toBe(303);
  base = answer.headers.location ?? "";
  return answer.headers["set-cookie"]?.[0]?.split(";")[0] ?? "";
}

function upgrade(headers: Record<string, string>, path = `${base}rpc`): Promise<number> {
  return new Promise((resolve) => {
    const socket = new WebSocket(`ws://127.0.0.1:${server.port}${path}`, { headers });
    socket.on("open", () => {
      socket.close();
      resolve(101);
    });
    socket.on("unexpected-response", (_request, response) => resolve(response.statusCode ?? 0));
    socket.on("error", () => {});
  });
}

test("a one-time link is traded for a strict cookie, and the page is served with it alone", async () => {
  const link = new URL(server.issueLink());
  const first = await ask(link.pathname + link.search);
  const folder = first.headers.location ?? "";
  expect([first.status, folder]).toEqual([303, expect.stringMatching(/^\/[\w-]{22}\/$/)]);
  expect(first.headers["set-cookie"]?.[0]).toMatch(
    new RegExp(`^airlock_\\d+=[\\w-]{43}; HttpOnly; SameSite=Strict; Path=${folder}$`),
  );
  expect((await ask(link.pathname + link.search)).status).toBe(401);
  expect((await ask(folder)).status).toBe(401);
  const page = await ask(folder, { cookie: first.headers["set-cookie"]?.[0]?.split(";")[0] ?? "" });
  expect([page.status, page.body]).toEqual([200, "<!doctype html><title>Airlock</title>"]);
  expect(page.headers["content-security-policy"]).toContain("default-src 'none'");
  expect(page.headers["connection-allowlist"]).toBe("(response-origin); webrtc=block");
});

test("nothing is served outside the unguessable folder to which the cookie is bound, and each server has its own", async () => {
  const cookie = await signIn();
  for (const path of ["/", "/index.html", "/rpc", base.slice(0, -1), `${base.slice(0, -2)}_/`])
    expect([path, (await ask(path, { cookie })).status]).toEqual([path, 404]);
  const origin = `http://127.0.0.1:${server.port}`;
  expect(await upgrade({ cookie, origin }, "/rpc")).toBe(403);
  expect(await upgrade({ cookie: `airlock_${server.port}=planted; ${cookie}`, origin })).toBe(101);
  const before = base;
  await server.close();
  server = await startLocalServer({ host: recordingHost(), page, port: 0, log: (line) => logged.push(line) });
  await signIn();
  expect(base).not.toBe(before);
});

test("ADVERSARIAL 19: a WebSocket with a foreign, null or absent Origin is refused before the upgrade", async () => {
  const cookie = await signIn();
  for (const origin of ["https://evil.example", "null", "file://", ""]) {
    expect(await upgrade({ cookie, origin })).toBe(403);
  }
  expect(await upgrade({ cookie })).toBe(403);
  expect(await upgrade({ cookie, origin: `http://127.0.0.1:${server.port}` })).toBe(101);
  expect(await upgrade({ cookie, origin: `http://127.0.0.1:${server.port}` }, `${base}terminal`)).toBe(403);
  expect(called).toEqual([]);
});

test("ADVERSARIAL 20: a foreign Host that resolves to loopback is refused (DNS rebinding)", async () => {
  const cookie = await signIn();
  const host = `evil.example:${server.port}`;
  expect((await ask(base, { cookie, host })).status).toBe(403);
  expect(await upgrade({ cookie, host, origin: `http://${host}` })).toBe(403);
});

test("ADVERSARIAL 21: look-alike and other local origins are refused", async () => {
  const cookie = await signIn();
  for (const origin of [
    "http://127.0.0.1.evil.example",
    `http://127.0.0.1:${server.port + 1}`,
    `https://127.0.0.1:${server.port}`,
    `http://127.0.0.1:${server.port}.evil.example`,
    `http://localhost:${server.port}`,
  ]) {
    expect([origin, await upgrade({ cookie, origin })]).toEqual([origin, 403]);
  }
});

test("ADVERSARIAL 22: 10,000 wrong tokens all get 401, are slowed, and the right one still works", async () => {
  const link = new URL(server.issueLink());
  const statuses = new Map<number, number>();
  const started = Date.now();
  for (let round = 0; round < 20; round++) {
    const answers = await Promise.all(
      Array.from({ length: 500 }, (_, index) => ask(`/?token=wrong-${round}-${index}`)),
    );
    for (const { status } of answers) statuses.set(status, (statuses.get(status) ?? 0) + 1);
  }
  expect([...statuses]).toEqual([[401, 10_000]]);
  // 20 rounds of 500 in parallel, each answer held back by 250 ms: a floor, not a speed.
  expect(Date.now() - started).toBeGreaterThan(19 * 250);
  expect((await ask(link.pathname + link.search)).status).toBe(303);
});

test("ADVERSARIAL 23 (server): the token is in no log line, no body, no header after the first address", async () => {
  const link = new URL(server.issueLink());
  const token = link.searchParams.get("token") ?? "";
  const answer = await ask(link.pathname + link.search);
  const again = await ask(link.pathname + link.search);
  const everything = JSON.stringify([answer, again, logged, process.env]);
  expect(token.length).toBeGreaterThan(40);
  expect(everything).not.toContain(token);
  expect(answer.headers["referrer-policy"]).toBe("no-referrer");
});

test("ADVERSARIAL 24: cross-site forms and text/plain posts are refused", async () => {
  const cookie = await signIn();
  const forms = ["application/x-www-form-urlencoded", "text/plain", "multipart/form-data; boundary=x"];
  for (const type of forms) {
    expect(
      (
        await ask(
          `${base}rpc`,
          { cookie, "content-type": type, origin: "https://evil.example" },
          "POST",
          "{}",
        )
      ).status,
    ).toBe(403);
  }
  expect((await ask(base, { cookie, "sec-fetch-site": "cross-site" })).status).toBe(403);
  expect((await ask(base, { cookie, "sec-fetch-site": "same-site" })).status).toBe(403);
  expect(called).toEqual([]);
});

test("ADVERSARIAL 25: only loopback is bound", async () => {
  const outside = Object.values(networkInterfaces())
    .flat()
    .filter((address) => address !== undefined && !address.internal && address.family === "IPv4")
    .map((address) => address?.address ?? "");
  for (const host of [...outside, "127.0.0.2"]) {
    const reached = await new Promise<boolean>((resolve) => {
      const socket = connect({ host, port: server.port }, () => {
        socket.destroy();
        resolve(true);
      });
      socket.on("error", () => resolve(false));
    });
    expect([host, reached]).toEqual([host, false]);
  }
});

test("ADVERSARIAL 26 (server): paths that climb out of the page are not there", async () => {
  const cookie = await signIn();
  for (const path of [
    "../package.json",
    "%2e%2e/package.json",
    "..%2fpackage.json",
    "index.html%00.js",
    "/etc/passwd",
    "assets/../../package.json",
  ].flatMap((one) => [`/${one}`, `${base}${one}`])) {
    expect([path, (await ask(path, { cookie })).status]).toEqual([path, 404]);
  }
});
