import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { DisposableStore, toDisposable } from "../../../core/base/disposable.ts";
import { type ProviderKind, provider as providerSchema } from "../../../core/contract/provider.ts";
import { requestBody, requestHeaders } from "../../../core/escalation/cloudRequest.ts";
import {
  anthropicBegin,
  anthropicText,
  chatChunk,
  errorAnswer,
  sendChunks,
  sendEvents,
  startWireServer,
  type WireServer,
  wholeAnswer,
} from "../../fixtures/wireServer.ts";
import { CloudClient } from "./cloudClient.ts";

const kinds: readonly ProviderKind[] = ["anthropic", "openai-compatible"];
const children = new DisposableStore();
let open: DisposableStore = children;
afterEach(() => {
  open.dispose();
});

function setUp(chance = () => 0) {
  open = new DisposableStore();
  const permits: string[] = [];
  let permitted = 0;
  const guard = {
    permit({ host, port }: { host: string; port: number }, why: string) {
      permits.push(`${host}:${port} ${why}`);
      permitted++;
      return toDisposable(() => {
        permitted--;
      });
    },
  };
  return { client: new CloudClient(guard, chance), permits, stillPermitted: () => permitted };
}

async function wire(tls?: { key: string; cert: string }): Promise<WireServer> {
  return open.add(await startWireServer(tls));
}

function requestTo(kind: ProviderKind, ports: readonly (number | string)[], more: object = {}) {
  const provider = providerSchema.parse({
    id: "team",
    kind,
    urls: ports.map((port) =>
      typeof port === "string" ? port : `http://127.0.0.1:${port}${kind === "anthropic" ? "" : "/v1"}`,
    ),
    models: [{ id: "large" }],
    timeoutSeconds: 5,
    ...more,
  });
  const [model] = provider.models;
  if (model === undefined) throw new Error("no model");
  const body = requestBody(kind, model, {
    system: "Be careful. “Quotes”, 日本",
    pieces: ["[a.py] why\n<<<\nx = 1\n>>>", "second\u2028piece"],
    question: "What does it do? \u0000\ud83d\ude00",
  });
  return { provider, body, key: "key-1234567890" as string | undefined, why: "a test" };
}

/** These, one after the other, and then no more. */
function drawing(numbers: number[]): () => number {
  return () => {
    const next = numbers.shift();
    if (next === undefined) throw new Error("drawn too often");
    return next;
  };
}

const never = new AbortController().signal;

for (const kind of kinds) {
  test(`${kind}: the approved bytes and headers are sent and nothing else; the answer comes in pieces`, async () => {
    const { client, permits, stillPermitted } = setUp();
    const server = await wire();
    server.answer(wholeAnswer("Grüße, 日本 – whole."));
    const request = requestTo(kind, [server.port]);
    const seen: string[] = [];
    const reply = await client.send(request, (text) => seen.push(text), never);
    expect(reply.ok && { ...reply.value, firstTextMs: 0, totalMs: 0 }).toEqual({
      text: "Grüße, 日本 – whole.",
      cut: undefined,
      destination: `127.0.0.1:${server.port}`,
      inputTokens: 12,
      outputTokens: 7,
      firstTextMs: 0,
      totalMs: 0,
    });
    expect(seen.length).toBe(3);
    const [received] = server.received;
    expect(server.received.length).toBe(1);
    expect(received?.body).toBe(request.body);
    expect(received?.path).toBe(kind === "anthropic" ? "/v1/messages" : "/v1/chat/completions");
    const shown = requestHeaders(kind, request.key).map(({ name, value }) => [name, value]);
    const byNode = ["host", "connection", "content-length"];
    expect(received?.headers.filter(([name]) => !byNode.includes(name)).toSorted()).toEqual(shown.toSorted());
    expect(permits).toEqual([`127.0.0.1:${server.port} a test`]);
    expect(stillPermitted()).toBe(0);
  });

  test.each([
    [401, "bad key", /does not accept the key \(401\).*bad key/, 1],
    [404, "no such model", /knows no such model/, 1],
    [413, "too big", /too long/, 1],
    [429, "slow down", /asked too much/, 3],
    [500, "boom", /failed \(500\)/, 3],
    [529, "overloaded", /failed \(529\)/, 3],
    [302, "elsewhere", /does not follow/, 1],
  ])(`${kind}: status %i ends in a sentence`, async (status, message, sentence, asked) => {
    const { client } = setUp();
    const server = await wire();
    server.answer(
      errorAnswer(status, message, { "retry-after-ms": "1", location: "http://127.0.0.1:9/elsewhere" }),
    );
    const reply = await client.send(requestTo(kind, [server.port]), () => {}, never);
    expect(reply.ok).toBe(false);
    if (!reply.ok) expect(reply.error.message).toMatch(sentence);
    // What may pass is asked again, with the very same bytes.
    expect(server.received.length).toBe(asked);
    expect(new Set(server.received.map(({ body }) => body)).size).toBe(1);
  });

  test(`${kind}: after a short refusal the same request is answered`, async () => {
    const { client } = setUp();
    const server = await wire();
    server.answer(errorAnswer(429, "slow down", { "retry-after-ms": "1" }), wholeAnswer("There."));
    const reply = await client.send(requestTo(kind, [server.port]), () => {}, never);
    expect(reply.ok && reply.value.text).toBe("There.");
  });

  test(`${kind}: a stream that drops leaves what came, marked as cut`, async () => {
    const { client, stillPermitted } = setUp();
    const server = await wire();
    server.answer((response) => {
      if (kind === "anthropic") sendEvents(response, [...anthropicBegin(), anthropicText("Half an ans")]);
      else sendChunks(response, [chatChunk("Half an ans")]);
      setTimeout(() => response.destroy(), 50);
    });
    const reply = await client.send(requestTo(kind, [server.port]), () => {}, never);
    expect(reply.ok && reply.value.text).toBe("Half an ans");
    expect(reply.ok && reply.value.cut).toMatch(/broke|failed|middle/);
    // It is not asked again behind the person's back.
    expect(server.received.length).toBe(1);
    expect(stillPermitted()).toBe(0);
  });

  test(`${kind}: a stream that ends politely in the middle is marked as cut`, async () => {
    const { client } = setUp();
    const server = await wire();
    server.answer((response) => {
      if (kind === "anthropic") sendEvents(response, [...anthropicBegin(), anthropicText("Half")]);
      else sendChunks(response, [chatChunk("Half"), "[DONE]"]);
      response.end();
    });
    const reply = await client.send(requestTo(kind, [server.port]), () => {}, never);
    expect(reply.ok && [reply.value.text, reply.value.cut]).toEqual([
      "Half",
      expect.stringMatching(/middle|ended/),
    ]);
  });

  test(`${kind}: an error inside of the stream`, async () => {
    const { client } = setUp();
    const server = await wire();
    server.answer((response) => {
      const error = { type: "error", error: { type: "overloaded_error", message: "Overloaded" } };
      if (kind === "anthropic") sendEvents(response, [...anthropicBegin(), anthropicText("Some"), error]);
      else sendChunks(response, [chatChunk("Some"), error]);
      response.end();
    });
    const reply = await client.send(requestTo(kind, [server.port]), () => {}, never);
    expect(reply.ok && reply.value.text).toBe("Some");
    expect(reply.ok && reply.value.cut).toBeTruthy();
  });

  test.each([
    ["HTML", "text/html", "<html>A login page</html>"],
    ["broken JSON", "text/event-stream", 'event: content_block_delta\ndata: {"type": "content\n\n'],
    ["JSON of another kind", "text/event-stream", 'data: {"a": [1, 2]}\n\ndata: 17\n\n'],
    ["nothing", "text/event-stream", ""],
  ])(`${kind}: an answer that cannot be read (%s) is a sentence`, async (_name, type, text) => {
    const { client } = setUp();
    const server = await wire();
    server.answer((response) => {
      response.writeHead(200, { "content-type": type });
      response.end(text);
    });
    const reply = await client.send(requestTo(kind, [server.port]), () => {}, never);
    expect(reply.ok).toBe(false);
    if (!reply.ok) expect(reply.error.message).toMatch(/cannot be read|answered with nothing/);
  });

  test(`${kind}: a server that says nothing is given up`, async () => {
    const { client } = setUp();
    const server = await wire();
    server.answer(() => {});
    const request = requestTo(kind, [server.port], { timeoutSeconds: 1 });
    const reply = await client.send(request, () => {}, never);
    expect(!reply.ok && reply.error.message).toMatch(/did not answer for 1 s/);
  });

  test(`${kind}: stopping ends the request, and what came stays`, async () => {
    const { client, stillPermitted } = setUp();
    const server = await wire();
    server.answer((response) => {
      if (kind === "anthropic") sendEvents(response, [...anthropicBegin(), anthropicText("Begun")]);
      else sendChunks(response, [chatChunk("Begun")]);
    });
    const abort = new AbortController();
    const reply = await client.send(requestTo(kind, [server.port]), () => abort.abort(), abort.signal);
    expect(reply.ok && [reply.value.text, reply.value.cut]).toEqual(["Begun", "It was stopped."]);
    expect(stillPermitted()).toBe(0);
  });

  test(`${kind}: nobody there`, async () => {
    const { client } = setUp();
    const server = await wire();
    server.dispose();
    const reply = await client.send(requestTo(kind, [server.port]), () => {}, never);
    expect(!reply.ok && reply.error.message).toMatch(/Nobody answers at 127\.0\.0\.1/);
  });

  test(`${kind}: of several replicas one that fails is passed over, and the least busy is asked first`, async () => {
    const { client, permits } = setUp();
    const [down, slow, up] = [await wire(), await wire(), await wire()];
    down.dispose();
    const held: (() => void)[] = [];
    slow.answer(async (response, received) => {
      await new Promise<void>((resolve) => held.push(resolve));
      await wholeAnswer("slow")(response, received);
    });
    up.answer(wholeAnswer("up"));
    const first = client.send(requestTo(kind, [down.port, slow.port, up.port]), () => {}, never);
    await expect.poll(() => slow.received.length).toBe(1);
    const second = await client.send(requestTo(kind, [slow.port, up.port]), () => {}, never);
    expect(second.ok && second.value.text).toBe("up");
    for (const release of held) release();
    const answered = await first;
    expect(answered.ok && answered.value.destination).toBe(`127.0.0.1:${slow.port}`);
    expect(permits.map((permit) => permit.split(" ")[0])).toEqual([
      `127.0.0.1:${down.port}`,
      `127.0.0.1:${slow.port}`,
      `127.0.0.1:${up.port}`,
    ]);
  });

  test(`${kind}: two workbenches with nothing to do ask different replicas first, each the same one again`, async () => {
    const one = setUp(drawing([0.2, 0.8])).client;
    const other = setUp(drawing([0.8, 0.2])).client;
    const [left, right] = [await wire(), await wire()];
    for (const server of [left, right]) server.answer(wholeAnswer("Here."));
    for (const client of [one, one, other, other])
      await client.send(requestTo(kind, [left.port, right.port]), () => {}, never);
    expect([left.received.length, right.received.length]).toEqual([2, 2]);
    await one.send(requestTo(kind, [left.port, right.port]), () => {}, never);
    expect(left.received.length).toBe(3);
  });

  test(`${kind}: an enterprise's own authority is trusted when it is named, and only then`, async () => {
    const { client } = setUp();
    const folder = mkdtempSync(join(tmpdir(), "airlock-ca-"));
    open.add(toDisposable(() => rmSync(folder, { recursive: true })));
    const tls = certificates(folder);
    const server = await wire(tls);
    server.answer(wholeAnswer("Over TLS."));
    const url = `https://localhost:${server.port}${kind === "anthropic" ? "" : "/v1"}`;
    const refused = await client.send(requestTo(kind, [url]), () => {}, never);
    expect(!refused.ok && refused.error.message).toMatch(/certificate of localhost.*is not trusted/);
    expect(server.received.length).toBe(0);
    const trusted = requestTo(kind, [url], { certificateAuthority: join(folder, "ca.pem") });
    const reply = await client.send(trusted, () => {}, never);
    expect(reply.ok && reply.value.text).toBe("Over TLS.");
    const missing = requestTo(kind, [url], { certificateAuthority: join(folder, "none.pem") });
    const failed = await client.send(missing, () => {}, never);
    expect(!failed.ok && failed.error.message).toMatch(/cannot be read/);
  });

  test(`${kind}: a proxy is what is connected to`, async () => {
    const { client, permits } = setUp();
    const server = await wire();
    server.answer(wholeAnswer("Through the proxy."));
    const asked: string[] = [];
    const proxy = createServer();
    proxy.on("connect", (request, socket) => {
      asked.push(request.url ?? "");
      const onward = connect(server.port, "127.0.0.1", () => {
        socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
        onward.pipe(socket).pipe(onward);
      });
      onward.on("error", () => socket.destroy());
      socket.on("error", () => onward.destroy());
    });
    await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
    open.add(
      toDisposable(() => {
        proxy.closeAllConnections();
        proxy.close();
      }),
    );
    const address = proxy.address();
    const port = typeof address === "object" ? address?.port : 0;
    const url = `http://model.corp.invalid:8080${kind === "anthropic" ? "" : "/v1"}`;
    const request = requestTo(kind, [url], { proxy: `http://127.0.0.1:${port}` });
    const reply = await client.send(request, () => {}, never);
    expect(reply.ok && reply.value.text).toBe("Through the proxy.");
    expect(asked).toEqual(["model.corp.invalid:8080"]);
    expect(permits).toEqual([`127.0.0.1:${port} a test`]);
  });
}

test("without a key no header speaks of one", async () => {
  const { client } = setUp();
  const server = await wire();
  server.answer(wholeAnswer("Open to all."));
  const request = { ...requestTo("openai-compatible", [server.port]), key: undefined };
  const reply = await client.send(request, () => {}, never);
  expect(reply.ok && reply.value.text).toBe("Open to all.");
  expect(server.received[0]?.headers.some(([name]) => /auth|key/.test(name))).toBe(false);
});

test("a stream that never ends is cut", async () => {
  const { client } = setUp();
  const server = await wire();
  server.answer((response) => {
    const flood = (): void => {
      while (
        !response.destroyed &&
        response.write(`data: ${JSON.stringify(chatChunk("x".repeat(65536)))}\n\n`)
      );
      if (!response.destroyed) response.once("drain", flood);
    };
    sendChunks(response, []);
    flood();
  });
  const reply = await client.send(requestTo("openai-compatible", [server.port]), () => {}, never);
  expect(reply.ok && reply.value.cut).toBe("The answer did not end and was cut.");
});

/** An authority and a certificate of it for localhost, made by openssl. */
function certificates(folder: string): { key: string; cert: string } {
  const at = (name: string): string => join(folder, name);
  const openssl = (...args: string[]): void => void execFileSync("openssl", args, { stdio: "ignore" });
  writeFileSync(at("ext"), "subjectAltName=DNS:localhost\n");
  const newKey = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
  openssl(
    "req",
    "-x509",
    ...newKey,
    "-keyout",
    at("ca.key"),
    "-out",
    at("ca.pem"),
    "-days",
    "2",
    "-subj",
    "/CN=Corp",
  );
  openssl("req", ...newKey, "-keyout", at("key"), "-out", at("csr"), "-subj", "/CN=localhost");
  openssl(
    ...["x509", "-req", "-in", at("csr"), "-CA", at("ca.pem"), "-CAkey", at("ca.key")],
    ...["-out", at("cert"), "-days", "2", "-extfile", at("ext")],
  );
  return { key: readFileSync(at("key"), "utf8"), cert: readFileSync(at("cert"), "utf8") };
}
