import { EmbeddingModel } from "./embeddingModel.ts";
import { type FromEmbedding, type ToEmbedding, toEmbedding } from "./embeddingProtocol.ts";

/**
 * The program of an embedding process: one model, one text at a time. What somebody waits for goes first, between two
 * texts of a job in the background. It ends when the host does.
 */

interface Job {
  readonly request: Extract<ToEmbedding, { type: "embed" }>;
  readonly vectors: Float32Array<ArrayBuffer>[];
}

let loading: Promise<EmbeddingModel> | undefined;
const jobs: Job[] = [];
let isWorking = false;

process.on("message", (raw: unknown) => {
  const message = toEmbedding.parse(raw);
  switch (message.type) {
    case "load":
      loading ??= EmbeddingModel.load(message);
      void reportLoad(loading);
      return;
    case "cancel": {
      const at = jobs.findIndex(({ request }) => request.id === message.id);
      if (at === -1) return;
      jobs.splice(at, 1);
      send({ type: "stopped", id: message.id });
      return;
    }
    case "embed":
      jobs.push({ request: message, vectors: [] });
      if (!isWorking) void work();
      return;
  }
});
process.on("disconnect", () => process.exit(0));

async function reportLoad(loaded: Promise<EmbeddingModel>): Promise<void> {
  try {
    const { dimensions } = await loaded;
    send({ type: "loaded", dimensions });
  } catch (error) {
    send({ type: "loadFailed", message: messageOf(error) });
  }
}

async function work(): Promise<void> {
  isWorking = true;
  for (let job = nextJob(); job !== undefined; job = nextJob()) {
    const { request, vectors } = job;
    const text = request.texts[vectors.length];
    try {
      const model = await loading;
      if (model === undefined) throw new Error("No model is loaded.");
      if (text !== undefined) vectors.push(await model.embed(text));
      send({ type: "working" });
      if (vectors.length === request.texts.length) finish(job, { type: "done", id: request.id, vectors });
    } catch (error) {
      finish(job, { type: "failed", id: request.id, message: messageOf(error) });
    }
  }
  isWorking = false;
}

function nextJob(): Job | undefined {
  return jobs.find(({ request }) => request.urgency === "now") ?? jobs[0];
}

/** A job that was cancelled meanwhile has its answer. */
function finish(job: Job, answer: FromEmbedding): void {
  const at = jobs.indexOf(job);
  if (at === -1) return;
  jobs.splice(at, 1);
  send(answer);
}

function send(message: FromEmbedding): void {
  process.send?.(message);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
