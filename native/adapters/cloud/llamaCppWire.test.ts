// What llama-cpp-python's server put on the wire, played back to the byte; npm run check:peer -- --record recorded it.
import { readFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { toDisposable } from "../../../core/base/disposable.ts";
import { provider as providerSchema } from "../../../core/contract/provider.ts";
import { requestBody } from "../../../core/escalation/cloudRequest.ts";
import { CloudClient } from "./cloudClient.ts";

const recorded = (name: string): Buffer =>
  readFileSync(join(import.meta.dirname, "fixtures", "llama-cpp-python", `${name}.http`));
const never = new AbortController().signal;
let close = (): void => {};
afterEach(() => close());

/** A server that answers each request with these bytes, in pieces of that size, and hangs up. */
async function play(bytes: Buffer, pieceSize: number): Promise<number> {
  const server = createServer((socket) => {
    socket.on("error", () => {});
    socket.once("data", async () => {
      for (let at = 0; at < bytes.length && !socket.destroyed; at += pieceSize) {
        socket.write(bytes.subarray(at, at + pieceSize));
        await new Promise(setImmediate);
      }
      socket.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  close = () => server.close();
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The server has no port.");
  return address.port;
}

async function ask(bytes: Buffer, pieceSize = 4096) {
  const port = await play(bytes, pieceSize);
  const provider = providerSchema.parse({
    id: "peer",
    kind: "openai-compatible",
    urls: [`http://127.0.0.1:${port}/v1`],
    models: [{ id: "airlock-chat", answerTokens: 64 }],
    timeoutSeconds: 20,
  });
  const [model] = provider.models;
  if (model === undefined) throw new Error("no model");
  const body = requestBody("openai-compatible", model, { system: "s", pieces: [], question: "q" });
  const client = new CloudClient({ permit: () => toDisposable(() => {}) });
  const seen: string[] = [];
  const result = await client.send(
    { provider, body, key: "key-1234567890", why: "a test" },
    (text) => seen.push(text),
    never,
  );
  return { result, seen };
}

/** The contents of its data lines, read without the client. */
function textIn(answer: Buffer): string {
  return [...answer.toString("utf8").matchAll(/^data: (\{.*\})$/gm)]
    .map(([, json = ""]) => JSON.parse(json).choices[0].delta.content ?? "")
    .join("");
}

test.each([7, 100_000])(
  "a whole stream in pieces of %i bytes: its text, and why it ended",
  async (pieceSize) => {
    const answer = recorded("answer");
    const { result, seen } = await ask(answer, pieceSize);
    expect(textIn(answer).length).toBeGreaterThan(20);
    expect(result.ok && [result.value.text, result.value.cut, result.value.outputTokens]).toEqual([
      textIn(answer),
      "The answer was longer than answerTokens of this model allow.",
      undefined,
    ]);
    expect(seen.length).toBeGreaterThan(10);
  },
);

test("cut off anywhere it is a part that is marked as cut, or a failure with a sentence", async () => {
  const answer = recorded("answer");
  const whole = textIn(answer);
  for (let share = 1; share < 10; share++) {
    const { result } = await ask(answer.subarray(0, Math.floor((answer.length * share) / 10)));
    close();
    expect(result.ok && whole.startsWith(result.value.text) && result.value.text.length < whole.length).toBe(
      true,
    );
    expect(result.ok && result.value.cut).toMatch(/broke the connection off|in the middle/);
  }
});

test("too long a request, which it answers with an empty stream: the sentence says so", async () => {
  const { result } = await ask(recorded("tooLong"));
  expect(!result.ok && result.error.message).toMatch(
    /answered with nothing.*may be too long.*take pieces out\.$/,
  );
});

test("a wrong key", async () => {
  const { result } = await ask(recorded("wrongKey"));
  expect(!result.ok && result.error.message).toMatch(/does not accept the key \(401\)/);
});
