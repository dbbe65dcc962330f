import type { Token } from "node-llama-cpp";
import { generate } from "./generation.ts";
import { LoadedModel, type Segments } from "./loadedModel.ts";
import { type FromModel, type ToModel, toModel } from "./protocol.ts";

/**
 * The program of a model process: one model, one job at a time, in the order they came. A job can be cancelled while it
 * waits, between slices of its prompt and between tokens. It ends when the host does.
 */

interface Job {
  readonly id: number;
  readonly kind: "generate" | "prefill";
  cancelled: boolean;
}

let loading: Promise<LoadedModel> | undefined;
let queue: Promise<void> = Promise.resolve();
const jobs = new Map<number, Job>();

process.on("message", (raw: unknown) => {
  const message = toModel.parse(raw);
  switch (message.type) {
    case "load":
      loading ??= LoadedModel.load(message);
      void reportLoad(loading);
      return;
    case "cancel": {
      const job = jobs.get(message.id);
      if (job !== undefined) job.cancelled = true;
      return;
    }
    case "generate":
      // Somebody waits for this one: whatever was read ahead has to give way.
      for (const job of jobs.values()) if (job.kind === "prefill") job.cancelled = true;
      enqueue(message);
      return;
    case "prefill":
      enqueue(message);
      return;
  }
});
process.on("disconnect", () => process.exit(0));

async function reportLoad(loaded: Promise<LoadedModel>): Promise<void> {
  try {
    const model = await loaded;
    send({ type: "loaded", contextTokens: model.contextTokens, threads: model.threads });
  } catch (error) {
    send({ type: "loadFailed", message: messageOf(error) });
  }
}

function enqueue(message: Extract<ToModel, { type: "generate" | "prefill" }>): void {
  const job: Job = { id: message.id, kind: message.type, cancelled: false };
  jobs.set(job.id, job);
  queue = queue.then(async () => {
    try {
      const model = await loading;
      if (model === undefined) throw new Error("No model is loaded.");
      await run(model, message, job);
    } catch (error) {
      send({ type: "failed", id: job.id, message: messageOf(error) });
    } finally {
      jobs.delete(job.id);
    }
  });
}

async function run(
  model: LoadedModel,
  message: Extract<ToModel, { type: "generate" | "prefill" }>,
  job: Job,
): Promise<void> {
  const started = performance.now();
  const prompt = tokensOf(model, message.segments);
  const room = message.type === "generate" ? Math.min(message.maxTokens, 16) : 1;
  const limit = model.contextTokens - room;
  if (prompt.length > limit) {
    send({ type: "tooLong", id: job.id, tokens: prompt.length, limit });
    return;
  }
  // The last token is evaluated by the step that asks what follows it.
  const body = prompt.slice(0, -1);
  const facts = { promptTokens: prompt.length, reusedTokens: job.cancelled ? 0 : model.commonPrefix(body) };
  send({ type: "prompt", id: job.id, ...facts });
  let firstTokenMs: number | undefined;
  let end: { reason: "endOfText" | "tokenLimit" | "stopped"; generatedTokens: number } = {
    reason: "stopped",
    generatedTokens: 0,
  };
  const read = await model.read(
    body,
    () => job.cancelled,
    () => send({ type: "reading", id: job.id }),
  );
  if (read && message.type === "prefill") end = { reason: "endOfText", generatedTokens: 0 };
  if (read && message.type === "generate")
    end = await generate(model, prompt, message, {
      isCancelled: () => job.cancelled,
      onToken: (text, probability) => {
        firstTokenMs ??= performance.now() - started;
        send({ type: "piece", id: job.id, text, probability });
      },
    });
  const totalMs = performance.now() - started;
  send({ type: "done", id: job.id, ...facts, ...end, firstTokenMs: firstTokenMs ?? totalMs, totalMs });
}

function tokensOf(model: LoadedModel, segments: Segments): readonly Token[] {
  const tokens = model.tokenize(segments);
  if (tokens === undefined) throw new Error("The model has no infill tokens.");
  if (tokens.length === 0) throw new Error("The prompt is empty.");
  return tokens;
}

function send(message: FromModel): void {
  process.send?.(message);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
