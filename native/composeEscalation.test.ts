import { execFileSync } from "node:child_process";
import { createHash, generateKeyPairSync, sign } from "node:crypto";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { z } from "zod";
import type { Question } from "../core/contract/assistant.ts";
import type { RequestName, RequestParams } from "../core/contract/index.ts";
import { approvalFile, approvedWords } from "../core/escalation/secondApproval.ts";
import { type Composition, composeHost } from "./compose.ts";
import {
  anthropicBegin,
  anthropicText,
  errorAnswer,
  sendEvents,
  startWireServer,
  type WireServer,
  wholeAnswer,
} from "./fixtures/wireServer.ts";
import type { CallContext } from "./rpc/handlers.ts";

// The host as it is wired, and a server on loopback that speaks a provider's wire format.

/** Looks like a cloud provider's key, and is none. */
const secret = ["AKIA", "Q3EGRIVWZ5TL7XKP"].join("");
const source = `def total(values):\n    key = "${secret}"\n    return sum(values)\n`;
const fixed = JSON.stringify({
  explanation: "It no longer holds a key.",
  code: "def total(values):\n    return sum(values)",
});

let base: string;
let home: string;
let workspace: string;
let wire: WireServer;
let composition: Composition | undefined;
const context: CallContext = { signal: new AbortController().signal, client: { id: 1, send: () => {} } };

beforeEach(async () => {
  base = mkdtempSync(join(tmpdir(), "airlock-escalation-"));
  [home, workspace] = [join(base, "home"), join(base, "workspace")];
  mkdirSync(home);
  mkdirSync(workspace);
  writeFileSync(join(workspace, "a.py"), source);
  wire = await startWireServer();
  wire.answer(wholeAnswer(fixed));
});
afterEach(() => {
  composition?.dispose();
  composition = undefined;
  wire.dispose();
  rmSync(base, { recursive: true, force: true });
});

function configure(enabled: boolean, more: object = {}): void {
  const provider = {
    id: "team",
    kind: "anthropic",
    urls: [`http://127.0.0.1:${wire.port}`],
    models: [{ id: "large-1", price: { input: 3, output: 15 } }],
    retention: "Kept 30 days.",
    needsKey: false,
    timeoutSeconds: 5,
    ...more,
  };
  writeFileSync(
    join(home, "settings.json"),
    // What fits a question is not what is tested here: the index stays off, and the host is quick.
    JSON.stringify({
      "escalation.enabled": enabled,
      "escalation.providers": [provider],
      "retrieval.index": "off",
    }),
  );
}
function policy(text: string): void {
  writeFileSync(join(workspace, "airlock.policy.yml"), `version: 1\n${text}`);
}
async function start(): Promise<void> {
  composition = await composeHost({
    workspace,
    shell: "browser",
    variables: { ...process.env, AIRLOCK_HOME: home },
    keychain: memoryKeychain(),
  });
}
function memoryKeychain() {
  const kept = new Map<string, string>();
  return {
    name: "a keychain for tests",
    read: async (account: string) => kept.get(account),
    write: async (account: string, text: string) => void kept.set(account, text),
    remove: async (account: string) => void kept.delete(account),
  };
}
async function ask<N extends RequestName>(name: N, params: RequestParams<N>) {
  if (composition === undefined) throw new Error("No host was started.");
  return await composition.host.requests[name](params, context);
}
function question(more: Partial<Question> = {}): Question {
  return {
    task: "refactor",
    spec: "without the key",
    target: { path: "a.py", language: "python", text: source, startLine: 0, endLine: 2 },
    attachments: [],
    without: [],
    ...more,
  };
}
async function prepare(asked = question()) {
  const prepared = await ask("escalation.prepare", { question: asked, provider: "team", model: "large-1" });
  if (!prepared.ok) throw new Error(prepared.error.message);
  return prepared.value;
}
async function send(
  { previewId, hash }: { readonly previewId: string; readonly hash: string },
  more: { readonly approval?: "once" | "session"; readonly secondCode?: string } = {},
) {
  const params = { previewId, hash, approval: "once" as const, askId: "ask", runTests: false, ...more };
  return await ask("escalation.send", params);
}
function sentenceOf(answer: Awaited<ReturnType<typeof send>>): string {
  return answer.ok ? "" : answer.error.message;
}
async function history() {
  const read = await ask("escalation.history", { limit: 10 });
  return read.ok ? read.value.records : [];
}
const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

const report = z.object({
  failures: z.array(z.string()),
  loadedBefore: z.array(z.string()),
  loaded: z.array(z.string()),
  answered: z.boolean(),
});
/** Asks in a process of its own, which tells what it has loaded. */
function loadedWhileAsking(): z.infer<typeof report> {
  const script = join(import.meta.dirname, "fixtures", "loadedWhileAsking.ts");
  const printed = execFileSync(process.execPath, [script, workspace, source], {
    env: { ...process.env, AIRLOCK_HOME: home },
    encoding: "utf8",
  });
  return report.parse(JSON.parse(printed));
}

test("ADVERSARIAL 44: off, nothing that could send is even loaded; on, it is once a person has approved", () => {
  configure(false);
  const off = loadedWhileAsking();
  expect(off.failures.slice(0, 2)).toEqual([
    expect.stringMatching(/^Escalation is off\./),
    expect.stringMatching(/^Escalation is off\./),
  ]);
  expect([off.answered, off.loaded, wire.received.length]).toEqual([false, [], 0]);
  configure(true);
  // The server lives in this process, which waits for the other: there is no answer, and that is enough.
  configure(true, { urls: ["http://127.0.0.1:9"], timeoutSeconds: 1 });
  const on = loadedWhileAsking();
  expect(on.loadedBefore).toEqual([]);
  expect(on.loaded).toContain("@anthropic-ai/sdk");
});

test("ADVERSARIAL 44: the bytes that were previewed are the bytes that are sent, and no secret is among them", async () => {
  configure(true);
  await start();
  const preview = await prepare();
  expect([preview.bytes, preview.hash]).toEqual([Buffer.byteLength(preview.body), sha256(preview.body)]);
  expect(preview.body).not.toContain(secret);
  expect(preview.body).not.toContain(base);
  expect(preview.redactions).toEqual([
    { kind: "secret", placeholder: "WITHHELD1", why: expect.any(String), times: 1 },
  ]);
  expect(wire.received).toEqual([]);
  const sent = await send(preview);
  expect(wire.received.map(({ body }) => body)).toEqual([preview.body]);
  const answer = sent.ok ? sent.value.answer : undefined;
  expect(
    answer?.alternatives.map(({ origin, verdict, interrupted, edit }) => [
      origin.kind,
      verdict.outcome,
      interrupted,
      edit?.after,
    ]),
  ).toEqual([["cloud", "pass", false, "def total(values):\n    return sum(values)\n"]]);
  const [record] = await history();
  expect(record).toMatchObject({
    provider: "team",
    model: "large-1",
    destination: `127.0.0.1:${wire.port}`,
    task: "refactor",
    bytes: preview.bytes,
    requestHash: preview.hash,
    redactions: 1,
    approval: "once",
    answer: { outcome: "answered", answerHash: sha256(fixed), inputTokens: 12, outputTokens: 7 },
  });
  expect(record?.answer?.cost).toBeCloseTo((12 * 3 + 7 * 15) / 1e6);
});

test("what was not shown is not sent: another hash, an unknown or a used preview", async () => {
  configure(true);
  await start();
  const preview = await prepare();
  expect(sentenceOf(await send({ ...preview, hash: "0".repeat(64) }))).toMatch(/is not what would be sent/);
  expect(sentenceOf(await send({ ...preview, previewId: "other" }))).toMatch(/too old/);
  expect(wire.received).toEqual([]);
  const both = await Promise.all([send(preview), send(preview)]);
  expect(both.filter(({ ok }) => ok).length).toBe(1);
  expect(wire.received.length).toBe(1);
});

test("ADVERSARIAL 44: refusals and a dropped stream end in a sentence; what was approved can be sent again", async () => {
  configure(true);
  await start();
  const preview = await prepare();
  wire.answer(errorAnswer(429, "slow down", { "retry-after-ms": "1" }));
  expect(sentenceOf(await send(preview))).toMatch(/is asked too much at present \(429\)/);
  wire.answer((response) => {
    sendEvents(response, [...anthropicBegin(), anthropicText('{"explanation": "Half", "code": "def to')]);
    setTimeout(() => response.destroy(), 50);
  });
  const cut = await send(preview);
  const [alternative] = cut.ok ? cut.value.answer.alternatives : [];
  expect([alternative?.interrupted, cut.ok && cut.value.answer.notice]).toEqual([
    true,
    expect.stringMatching(/broke/),
  ]);
  expect((await history()).map(({ answer }) => answer?.outcome)).toEqual(["cut", "failed"]);
  expect(new Set(wire.received.map(({ body }) => body))).toEqual(new Set([preview.body]));
});

test("what .airlockignore names and what is hidden cannot be added, not even by hand", async () => {
  configure(true);
  writeFileSync(join(workspace, ".airlockignore"), "plans/\n");
  mkdirSync(join(workspace, "plans"));
  writeFileSync(join(workspace, "plans", "merger.py"), "PRICE = 17_000_000\n");
  writeFileSync(join(workspace, ".env"), "PASSWORD=hunter2hunter2\n");
  await start();
  policy("escalation:\n  redact:\n    words: [Bluebird]\n");
  const attachments = ["plans/merger.py", ".env", "airlock.policy.yml"].map((path) => ({
    origin: "file" as const,
    path,
  }));
  const trace = 'File "plans/merger.py", line 1, in <module>\n    PRICE = 17_000_000\nValueError: x\n';
  const preview = await prepare(
    question({ attachments: [...attachments, { origin: "terminal", text: trace }] }),
  );
  expect(preview.body).not.toMatch(/17_000_000|hunter2|Bluebird/);
  expect(preview.refused.map(({ title }) => title).toSorted()).toEqual([
    ".env",
    "Terminal output",
    "airlock.policy.yml",
    "plans/merger.py",
  ]);
  const about = question({
    target: { path: "plans/merger.py", language: "python", text: "PRICE = 1\n", startLine: 0, endLine: 0 },
  });
  const refused = await ask("escalation.prepare", { question: about, provider: "team", model: "large-1" });
  expect(refused.ok ? "" : refused.error.message).toMatch(/cannot be asked about elsewhere/);
});

test("the policy pins destinations and tasks, caps the day, and a workspace cannot switch escalation on", async () => {
  configure(true);
  mkdirSync(join(workspace, ".airlock"));
  writeFileSync(join(workspace, ".airlock", "settings.json"), '{"escalation.enabled": true}');
  await start();
  const preview = await prepare();
  for (const [text, sentence] of [
    ["escalation:\n  allowed: false\n", /forbidden by the workspace's policy/],
    ["escalation:\n  destinations: [llm.example]\n", /does not allow 127\.0\.0\.1/],
    ["escalation:\n  tasks: [explain]\n", /lets only explain be escalated/],
    [`escalation:\n  bytesPerDay: ${preview.bytes - 1}\n`, /bytes leave in a day/],
    ["escalation:\n  costPerDay: 0.0001\n", /be spent in a day/],
    ["escalation:\n  sendAll: true\n", /airlock\.policy\.yml/],
    ["escalation: [\n", /airlock\.policy\.yml/],
  ] as const) {
    policy(text);
    expect(sentenceOf(await send(preview))).toMatch(sentence);
  }
  expect(wire.received).toEqual([]);
  rmSync(join(workspace, "airlock.policy.yml"));
  await ask("settings.set", { scope: "user", key: "escalation.enabled", value: false });
  expect(sentenceOf(await send(preview))).toMatch(/^Escalation is off/);
});

test("a second person's code lets this very request leave, to this very place, and no other", async () => {
  configure(true);
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  const key = publicKey.export({ type: "spki", format: "der" }).subarray(12).toString("base64");
  policy(`escalation:\n  approvers:\n    - name: Anna\n      key: ${key}\n`);
  await start();
  const preview = await prepare();
  expect(preview.approval).toEqual({ second: true, approvers: ["Anna"], session: false, given: false });
  const codeFor = (destination: string, hash: string): string =>
    sign(undefined, Buffer.from(approvedWords({ destination, hash })), privateKey).toString("base64");
  const destination = `127.0.0.1:${wire.port}`;
  for (const secondCode of [
    undefined,
    "nonsense",
    codeFor(destination, "0".repeat(64)),
    codeFor("evil.example", preview.hash),
  ])
    expect(sentenceOf(await send(preview, secondCode === undefined ? {} : { secondCode }))).toMatch(
      /^This is no code of Anna for this very request/,
    );
  const code = codeFor(destination, preview.hash);
  expect(sentenceOf(await send(preview, { approval: "session", secondCode: code }))).toMatch(
    /Approve this one alone/,
  );
  expect(wire.received).toEqual([]);
  const saved = await ask("escalation.save", { previewId: preview.previewId });
  const file = approvalFile.parse(JSON.parse(readFileSync(saved.ok ? saved.value.path : "", "utf8")));
  expect([file.body, file.destination]).toEqual([preview.body, destination]);
  expect((await send(preview, { secondCode: code })).ok).toBe(true);
  expect((await history())[0]?.approvedBy).toBe("Anna");
});

test("an approval for the session holds for its task and model, not for what holds a secret, and can be ended", async () => {
  configure(true);
  await start();
  const clean = question({
    target: { path: "b.py", language: "python", text: "x = 1\n", startLine: 0, endLine: 0 },
  });
  const first = await prepare(clean);
  expect(first.approval.given).toBe(false);
  expect((await send(first, { approval: "session" })).ok).toBe(true);
  expect((await prepare(clean)).approval.given).toBe(true);
  expect((await prepare()).approval.given).toBe(false);
  expect((await prepare({ ...clean, task: "explain" })).approval.given).toBe(false);
  await ask("escalation.endApprovals", {});
  expect((await prepare(clean)).approval.given).toBe(false);
});

test("a key reaches the provider and nothing else: no log, no ledger, no state, no file", async () => {
  configure(true, { needsKey: true });
  await start();
  const key = "sk-test-7f3a9c21b8e44d06";
  expect(sentenceOf(await send(await prepare()))).toMatch(/needs a key/);
  const bad = await ask("escalation.setKey", { provider: "team", key: "with space\n" });
  expect(bad.ok ? "" : bad.error.message).toMatch(/A key has no spaces/);
  const state = await ask("escalation.setKey", { provider: "team", key });
  expect(JSON.stringify(state)).not.toContain(key);
  const preview = await prepare();
  expect(JSON.stringify(preview)).not.toContain(key);
  const sent = await send(preview);
  expect(sent.ok).toBe(true);
  expect(wire.received[0]?.headers).toContainEqual(["authorization", `Bearer ${key}`]);
  expect(JSON.stringify([sent, await history()])).not.toContain(key);
  composition?.dispose();
  composition = undefined;
  for (const entry of readdirSync(home, { recursive: true, withFileTypes: true }))
    if (entry.isFile()) expect(readFileSync(join(entry.parentPath, entry.name), "latin1")).not.toContain(key);
});
