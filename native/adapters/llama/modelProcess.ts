import type { Token } from "node-llama-cpp";
import { generateSeveral } from "./generateSeveral.ts";
import { generate } from "./generation.ts";
import { LoadedModel, type Segments } from "./loadedModel.ts";
import type { ParallelSequences } from "./parallelSequences.ts";
import { type FromModel, type ToModel, toModel } from "./protocol.ts";

/**
 * The program of a model process: one model, one job at a time, in the order they came. A job can be cancelled while it
 * waits, between slices of its prompt and between tokens. It ends when the host does.
 */

type Work = Extract<ToModel, { type: "generate" | "generateSeveral" | "prefill" }>;
type Several = Extract<ToModel, { type: "generateSeveral" }>;

interface Job {
  readonly id: number;
  readonly kind: Work["type"];
  cancelled: boolean;
  /** Of several texts, those that are long enough. */
  readonly ended: Set<number>;
}

let loading: Promise<LoadedModel> | undefined;
/** Ghost text and what is read ahead for it. */
let queue: Promise<void> = Promise.resolve();
/** Answers: in sequences of their own, and they wait for ghost text between two tokens. */
let answers: Promise<void> = Promise.resolve();
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
      if (job === undefined) return;
      if (message.index === undefined) job.cancelled = true;
      else job.ended.add(message.index);
      return;
    }
    case "generateSeveral":
      answers = enqueue(answers, message);
      return;
    case "generate":
      // Somebody waits for this one: whatever was read ahead has to give way.
      for (const job of jobs.values()) if (job.kind === "prefill") job.cancelled = true;
      queue = enqueue(queue, message);
      return;
    case "prefill":
      queue = enqueue(queue, message);
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

function enqueue(line: Promise<void>, message: Work): Promise<void> {
  const job: Job = { id: message.id, kind: message.type, cancelled: false, ended: new Set() };
  jobs.set(job.id, job);
  return line.then(async () => {
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

async function run(model: LoadedModel, message: Work, job: Job): Promise<void> {
  const started = performance.now();
  const prompt = tokensOf(model, message.segments);
  const room = message.type === "prefill" ? 1 : Math.min(message.maxTokens, 16);
  const limit = model.contextTokens - room;
  if (prompt.length > limit) {
    send({ type: "tooLong", id: job.id, tokens: prompt.length, limit });
    return;
  }
  // The last token is evaluated by the step that asks what follows it.
  const body = prompt.slice(0, -1);
  const parallel = message.type === "generateSeveral" ? await model.parallel() : undefined;
  const sequence = parallel?.sequences[0] ?? model.sequence;
  const facts = {
    promptTokens: prompt.length,
    reusedTokens: job.cancelled ? 0 : sequence.commonPrefix(body),
  };
  send({ type: "prompt", id: job.id, ...facts });
  let firstTokenMs: number | undefined;
  const onToken = (index: number, text: string, probability: number): void => {
    firstTokenMs ??= performance.now() - started;
    send({ type: "piece", id: job.id, index, text, probability });
  };
  const read = await sequence.read(
    body,
    () => job.cancelled,
    async () => {
      send({ type: "reading", id: job.id });
      if (parallel !== undefined) await ghostTextDone();
    },
  );
  let end: Omit<
    Extract<FromModel, { type: "done" }>,
    "type" | "id" | "firstTokenMs" | "totalMs" | keyof typeof facts
  > = { reason: "stopped", generatedTokens: 0 };
  if (read && message.type === "prefill") end = { reason: "endOfText", generatedTokens: 0 };
  if (read && message.type === "generate")
    end = await generate(model, model.sequence, prompt, message, {
      isCancelled: () => job.cancelled,
      onToken: (text, probability) => onToken(0, text, probability),
    });
  if (read && message.type === "generateSeveral" && parallel !== undefined)
    end = await writeSeveral(model, parallel, prompt, message, job, onToken);
  const totalMs = performance.now() - started;
  send({ type: "done", id: job.id, ...facts, ...end, firstTokenMs: firstTokenMs ?? totalMs, totalMs });
}

async function writeSeveral(
  model: LoadedModel,
  parallel: ParallelSequences,
  prompt: readonly Token[],
  message: Several,
  job: Job,
  onToken: (index: number, text: string, probability: number) => void,
) {
  const ends = await generateSeveral(model, parallel, prompt, message, (index) => ({
    isCancelled: () => job.cancelled || job.ended.has(index),
    turn: ghostTextDone,
    onToken: (text, probability) => onToken(index, text, probability),
  }));
  const reasons = ends.map(({ reason }) => reason);
  return {
    reason: job.cancelled ? ("stopped" as const) : (reasons[0] ?? "stopped"),
    reasons,
    generatedTokens: ends.reduce((sum, { generatedTokens }) => sum + generatedTokens, 0),
  };
}

/** Somebody who types waits a fraction of a second; somebody who asked can wait that long. */
async function ghostTextDone(): Promise<void> {
  while ([...jobs.values()].some(({ kind, cancelled }) => kind === "generate" && !cancelled)) await queue;
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
