import { getLlama, type LlamaEmbeddingContext, LlamaLogLevel, type LlamaModel } from "node-llama-cpp";
import type { ToEmbedding } from "./embeddingProtocol.ts";

type LoadRequest = Extract<ToEmbedding, { type: "load" }>;

/**
 * Longer texts are cut: what a function does stands at its beginning, and the bundled model was trained on as much. 256
 * found no more (docs/performance.md) and took half as long again.
 */
const mostTokens = 128;
/** Begin and end marks that the library adds. */
const markTokens = 2;
/** Nothing longer is given to the tokenizer, whose time grows with the text. */
const mostCharacters = mostTokens * 16;

/** One model and one context. Not reentrant: one call at a time. */
export class EmbeddingModel {
  readonly dimensions: number;
  readonly #model: LlamaModel;
  readonly #context: LlamaEmbeddingContext;
  readonly #room: number;

  private constructor(model: LlamaModel, context: LlamaEmbeddingContext, room: number) {
    this.#model = model;
    this.#context = context;
    this.#room = room;
    this.dimensions = model.embeddingVectorSize;
  }

  static async load(request: LoadRequest): Promise<EmbeddingModel> {
    const llama = await getLlama({
      gpu: false,
      build: "never",
      skipDownload: true,
      progressLogs: false,
      logLevel: LlamaLogLevel.error,
      maxThreads: 0,
    });
    const model = await llama.loadModel({
      modelPath: request.file,
      gpuLayers: 0,
      ignoreMemorySafetyChecks: true,
    });
    const contextSize = Math.min(model.trainContextSize, mostTokens + markTokens + 1);
    const context = await model.createEmbeddingContext({
      contextSize,
      batchSize: contextSize,
      threads: request.threads,
      ignoreMemorySafetyChecks: true,
    });
    return new EmbeddingModel(model, context, contextSize - markTokens - 1);
  }

  /** A vector of length 1; of zeros for a text without a token. */
  async embed(text: string): Promise<Float32Array<ArrayBuffer>> {
    // What a text spells is never a special token.
    const tokens = this.#model.tokenize(text.slice(0, mostCharacters), false).slice(0, this.#room);
    if (tokens.length === 0) return new Float32Array(this.dimensions);
    const { vector } = await this.#context.getEmbeddingFor(tokens);
    const length = Math.hypot(...vector);
    return Float32Array.from(vector, (part) => (length > 0 && Number.isFinite(length) ? part / length : 0));
  }
}
