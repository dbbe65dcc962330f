import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { z } from "zod";
import { type EmbeddingProcessOptions, LlamaEmbeddingProcess } from "./llamaEmbeddingProcess.ts";

const models = join(import.meta.dirname, "../../../models");
const never = new AbortController().signal;
const running: LlamaEmbeddingProcess[] = [];

afterEach(() => {
  for (const embedder of running.splice(0)) embedder.dispose();
});

async function start(options: Partial<EmbeddingProcessOptions> = {}): Promise<LlamaEmbeddingProcess> {
  const started = await LlamaEmbeddingProcess.start({
    file: join(models, "all-minilm-l6-v2-q8_0.gguf"),
    sha256: "of the model",
    threads: 1,
    ...options,
  });
  if (!started.ok) throw new Error(started.error.message);
  running.push(started.value);
  return started.value;
}

const dot = (one: Float32Array, other: Float32Array): number =>
  one.reduce((sum, part, index) => sum + part * (other[index] ?? 0), 0);

test("vectors are those of the original weights (computed in numpy by the recipe)", async () => {
  const reference = z
    .array(z.object({ text: z.string(), vector: z.string() }))
    .parse(JSON.parse(readFileSync(join(import.meta.dirname, "fixtures/embeddingReference.json"), "utf8")));
  const embedder = await start();
  const made = await embedder.embed(
    reference.map(({ text }) => text),
    never,
    "background",
  );
  if (!made.ok) throw new Error(made.error.message);
  expect(embedder).toMatchObject({ dimensions: 384, model: "of the model" });
  const cosines = reference.map(({ vector }, index) => {
    const original = new Float32Array(new Uint8Array(Buffer.from(vector, "base64")).buffer);
    return dot(original, made.value[index] ?? new Float32Array(384));
  });
  expect(cosines).toHaveLength(19);
  expect(Math.min(...cosines)).toBeGreaterThan(0.999);
  expect(Math.max(...cosines)).toBeLessThan(1.0001);
});

test("an empty text, a long one and one that spells special tokens are no errors", async () => {
  const embedder = await start();
  const made = await embedder.embed(["", "word ".repeat(100_000), "[CLS] [SEP] \0 \ud800"], never, "now");
  expect(made.ok && made.value.map((vector) => Math.round(Math.hypot(...vector)))).toEqual([0, 1, 1]);
});

test("a question goes before what is done in the background, and a cancel ends it at once", async () => {
  const embedder = await start();
  const abort = new AbortController();
  const order: string[] = [];
  const long = embedder
    .embed(
      Array.from({ length: 400 }, (_, index) => `def part_${index}(value): return value * ${index}`),
      abort.signal,
      "background",
    )
    .then((outcome) => {
      order.push("background");
      return outcome;
    });
  expect(await embedder.embed(["where is the part"], never, "now")).toMatchObject({ ok: true });
  order.push("now");
  abort.abort();
  expect(await long).toMatchObject({ ok: false, error: { code: "cancelled" } });
  expect(order).toEqual(["now", "background"]);
  expect(await embedder.embed(["still there"], never, "now")).toMatchObject({ ok: true });
});

test("ADVERSARIAL 15: a crash ends the calls under way with a failure, and so do later ones", async () => {
  const embedder = await start();
  const call = embedder.embed(["a b c ".repeat(500)], never, "background");
  process.kill(embedder.processId, "SIGSEGV");
  expect(await call).toMatchObject({ ok: false, error: { code: "modelCrashed" } });
  expect(await embedder.embed(["x"], never, "now")).toMatchObject({
    ok: false,
    error: { code: "modelCrashed" },
  });
});

test("a process that hangs is ended", async () => {
  const embedder = await start({ stallLimit: 300 });
  process.kill(embedder.processId, "SIGSTOP");
  expect(await embedder.embed(["x"], never, "now")).toMatchObject({
    ok: false,
    error: { code: "modelUnresponsive" },
  });
});

test("a file that is no model is refused", async () => {
  const started = await LlamaEmbeddingProcess.start({
    file: join(models, "manifest.json"),
    sha256: "",
    threads: 1,
  });
  expect(started).toMatchObject({ ok: false, error: { code: "modelInvalid" } });
});
