// What the client makes of a real server that was not written here: llama-cpp-python's, with a model of ours.
import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Result } from "../../core/base/result.ts";
import type { Failure } from "../../core/contract/failure.ts";
import { provider as providerSchema } from "../../core/contract/provider.ts";
import type { ApprovedRequest, CloudReply } from "../../core/escalation/cloudPort.ts";
import { requestBody, requestHeaders } from "../../core/escalation/cloudRequest.ts";
import { CloudClient } from "../../native/adapters/cloud/cloudClient.ts";
import {
  installPeer,
  makeChatModel,
  type PeerServer,
  peerContext,
  peerKey,
  peerModel,
  startPeer,
} from "./peerServer.ts";
import { recordAnswer } from "./recordAnswer.ts";

const root = resolve(import.meta.dirname, "../..");
const folder = join(root, ".cache", "peer");
const samples = join(root, "native", "adapters", "cloud", "fixtures", "llama-cpp-python");

let permitted = 0;
const client = new CloudClient({
  permit() {
    permitted++;
    return {
      dispose() {
        permitted--;
      },
    };
  },
});
const never = new AbortController().signal;
let failed = 0;

interface Asked {
  readonly ports: readonly number[];
  readonly question?: string;
  readonly key?: string | undefined;
  readonly model?: string;
  readonly answerTokens?: number;
}

function requestTo({
  ports,
  question = "def area(width, height):",
  model = peerModel,
  answerTokens = 64,
  ...more
}: Asked): ApprovedRequest {
  const provider = providerSchema.parse({
    id: "peer",
    kind: "openai-compatible",
    urls: ports.map((port) => `http://127.0.0.1:${port}/v1`),
    models: [{ id: model, answerTokens }],
    timeoutSeconds: 60,
  });
  const [asked] = provider.models;
  if (asked === undefined) throw new Error("no model");
  const body = requestBody("openai-compatible", asked, {
    system: "Write Python.",
    pieces: ["x = 1"],
    question,
  });
  return { provider, body, key: "key" in more ? more.key : peerKey, why: "check:peer" };
}

/** Says what came, and whether it is what was expected. */
function report(name: string, result: Result<CloudReply, Failure>, expected: boolean, more = ""): void {
  if (!expected || permitted !== 0) failed++;
  const what = result.ok
    ? `${result.value.text.length} characters, ${result.value.inputTokens ?? "?"} + ${result.value.outputTokens ?? "?"} tokens, ${result.value.cut === undefined ? "whole" : `cut: ${result.value.cut}`}`
    : `${result.error.code}: ${result.error.message}`;
  console.log(`${expected ? "✓" : "✗"} ${name}\n    ${what}${more === "" ? "" : `\n    ${more}`}`);
}

const matches = (result: Result<CloudReply, Failure>, sentence: RegExp): boolean =>
  !result.ok && sentence.test(result.error.message);

async function check(python: string, model: string): Promise<void> {
  let server: PeerServer = await startPeer(python, model);
  const { port } = server;
  try {
    let pieces = 0;
    const answered = await client.send(requestTo({ ports: [port] }), () => pieces++, never);
    report(
      "a streamed answer",
      answered,
      answered.ok && answered.value.text !== "" && pieces > 1,
      `in ${pieces} pieces`,
    );

    const abort = new AbortController();
    const long = { ports: [port], answerTokens: 400 };
    const stopped = await client.send(requestTo(long), () => abort.abort(), abort.signal);
    report("stopped at the first text", stopped, stopped.ok && stopped.value.cut === "It was stopped.");
    const after = await client.send(requestTo({ ports: [port] }), () => {}, never);
    report("asked again after the stop", after, after.ok && after.value.text !== "");

    for (const key of ["wrong-key-1234567890", undefined]) {
      const refused = await client.send(requestTo({ ports: [port], key }), () => {}, never);
      report(
        key === undefined ? "no key" : "a wrong key",
        refused,
        matches(refused, /does not accept the key \(401\)/),
      );
    }

    const other = await client.send(requestTo({ ports: [port], model: "no-such-model" }), () => {}, never);
    report(
      "a model that it does not have",
      other,
      other.ok,
      "This server answers with the one that it has; others answer 404.",
    );

    const endless = "value = compute(value)\n".repeat(peerContext);
    const tooLong = await client.send(requestTo({ ports: [port], question: endless }), () => {}, never);
    report(
      "a request that is too long",
      tooLong,
      matches(tooLong, /answered with nothing.*too long.*take pieces out/),
      "This server ends an empty stream (status 200) where others answer 400.",
    );

    const down = await startPeer(python, model);
    await down.kill();
    const elsewhere = await client.send(requestTo({ ports: [down.port, port] }), () => {}, never);
    report(
      "two replicas, the first one gone",
      elsewhere,
      elsewhere.ok && elsewhere.value.destination === `127.0.0.1:${port}`,
    );

    let killed: Promise<void> | undefined;
    const broken = await client.send(
      requestTo(long),
      () => {
        killed ??= server.kill();
      },
      never,
    );
    await killed;
    report(
      "killed in the middle of an answer",
      broken,
      broken.ok && broken.value.text !== "" && broken.value.cut !== undefined,
    );
    const gone = await client.send(requestTo({ ports: [port] }), () => {}, never);
    report("nobody there", gone, matches(gone, /^Nobody answers at/));

    if (process.argv.includes("--record")) {
      server = await startPeer(python, model);
      const headers = (key: string) => requestHeaders("openai-compatible", key);
      mkdirSync(samples, { recursive: true });
      const asked = { ports: [server.port], answerTokens: 64 };
      for (const [name, request, key] of [
        ["answer", requestTo(asked), peerKey],
        ["tooLong", requestTo({ ...asked, question: endless }), peerKey],
        ["wrongKey", requestTo(asked), "wrong-key-1234567890"],
      ] as const)
        writeFileSync(
          join(samples, `${name}.http`),
          await recordAnswer(server.port, headers(key), request.body),
        );
      console.log(`Recorded in ${samples}.`);
    }
  } finally {
    await server.kill();
  }
}

try {
  const python = installPeer(folder);
  await check(python, makeChatModel(root, folder));
} catch (error) {
  failed++;
  console.error(`airlock: ${error instanceof Error ? error.message : String(error)}`);
}
console.log(failed === 0 ? "The client and the server understand each other." : `${failed} not as expected.`);
process.exit(failed === 0 ? 0 : 1);
