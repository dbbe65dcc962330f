import { availableParallelism } from "node:os";
import {
  type ChatHistoryItem,
  type ChatWrapper,
  getLlama,
  type Llama,
  type LlamaContextSequence,
  LlamaGrammarEvaluationState,
  LlamaLogLevel,
  type LlamaModel,
  resolveChatWrapper,
  type Token,
} from "node-llama-cpp";
import { calibrateThreads } from "./calibrateThreads.ts";
import { type ThreadSwitch, threadSwitch } from "./contextThreads.ts";
import { ModelSequence } from "./modelSequence.ts";
import { ParallelSequences } from "./parallelSequences.ts";
import type { AnswerShape, ThreadChoice, ToModel } from "./protocol.ts";
import { Vocabulary } from "./vocabulary.ts";

type LoadRequest = Extract<ToModel, { type: "load" }>;
export type Segments = Extract<ToModel, { type: "generate" }>["segments"];
type ChatMessages = Extract<Segments[number], { kind: "chat" }>["messages"];

/** Alternatives that can be written side by side. */
export const mostParallel = 3;

/** One model: the sequence that ghost text is written in, and those that alternatives are written in once somebody asks. */
export class LoadedModel {
  readonly contextTokens: number;
  readonly threads: ThreadChoice;
  readonly vocabulary: Vocabulary;
  readonly sequence: ModelSequence;
  readonly #llama: Llama;
  readonly #model: LlamaModel;
  #parallel: Promise<ParallelSequences> | undefined;
  #chat: ChatWrapper | undefined;

  private constructor(
    llama: Llama,
    model: LlamaModel,
    sequence: LlamaContextSequence,
    threadSwitch: ThreadSwitch,
    threads: ThreadChoice,
  ) {
    this.#llama = llama;
    this.#model = model;
    this.threads = threads;
    this.contextTokens = Math.min(sequence.contextSize, model.trainContextSize);
    this.sequence = new ModelSequence(sequence, threadSwitch, threads, this.contextTokens);
    this.vocabulary = new Vocabulary(model);
  }

  static async load(request: LoadRequest): Promise<LoadedModel> {
    const llama = await getLlama({
      gpu: request.useGpu ? "auto" : false,
      build: "never",
      skipDownload: true,
      progressLogs: false,
      logLevel: LlamaLogLevel.error,
      // No limit of its own: the count per batch is ours to choose.
      maxThreads: 0,
    });
    const model = await llama.loadModel({
      modelPath: request.file,
      ...(request.useGpu ? {} : { gpuLayers: 0 }),
      // The host has compared the estimate with the memory at hand, and the user may have overridden it.
      ignoreMemorySafetyChecks: true,
    });
    const context = await model.createContext({
      contextSize: Math.min(model.trainContextSize, request.mostContextTokens),
      sequences: 1,
      threads: Math.max(1, request.threads),
      ignoreMemorySafetyChecks: true,
    });
    const sequence = context.getSequence();
    const switcher = threadSwitch(context);
    const threads =
      request.threads > 0
        ? { prompt: request.threads, generation: request.threads }
        : await calibrateThreads(sequence, switcher, availableParallelism());
    return new LoadedModel(llama, model, sequence, switcher, threads);
  }

  /**
   * A context of its own, so that an answer does not push out of memory what ghost text has read. Made when first asked
   * for: it takes as much memory as the first one, times the number of its sequences.
   */
  parallel(): Promise<ParallelSequences> {
    this.#parallel ??= this.#makeParallel().catch((error: unknown) => {
      this.#parallel = undefined;
      throw error;
    });
    return this.#parallel;
  }

  async #makeParallel(): Promise<ParallelSequences> {
    const context = await this.#model.createContext({
      contextSize: this.contextTokens,
      sequences: mostParallel,
      threads: this.threads.generation,
      ignoreMemorySafetyChecks: true,
    });
    return new ParallelSequences(context, mostParallel, this.threads, this.contextTokens);
  }

  /** What keeps an answer in the shape of a JSON schema, token by token. */
  async constraint(shape: AnswerShape): Promise<LlamaGrammarEvaluationState> {
    const grammar = await this.#llama.createGrammarForJsonSchema({
      type: "object",
      properties: Object.fromEntries(shape.map((name) => [name, { type: "string" } as const])),
    });
    return new LlamaGrammarEvaluationState({ model: this.#model, grammar });
  }

  /** Markers become special tokens; text never does, whatever it spells. Undefined when the model lacks a marker. */
  tokenize(segments: Segments): Token[] | undefined {
    const [first] = segments;
    if (first?.kind === "chat") return this.#tokenizeChat(first.messages);
    const { infill, bos, shouldPrependBosToken } = this.#model.tokens;
    const markers = { prefix: infill.prefix, suffix: infill.suffix, middle: infill.middle };
    const tokens: Token[] = shouldPrependBosToken && bos !== null ? [bos] : [];
    for (const segment of segments) {
      if (segment.kind === "text") tokens.push(...this.tokenizeText(segment.text));
      else if (segment.kind === "marker") {
        const marker = markers[segment.marker];
        if (marker === null) return undefined;
        tokens.push(marker);
      }
    }
    return tokens;
  }

  /** By the model's own chat template; what stands in a message is text and never becomes one of its special tokens. */
  #tokenizeChat(messages: ChatMessages): Token[] {
    this.#chat ??= resolveChatWrapper(this.#model);
    const chatHistory: ChatHistoryItem[] = messages.map(({ role, text }) => ({ type: role, text }));
    chatHistory.push({ type: "model", response: [] });
    const { contextText } = this.#chat.generateContextState({ chatHistory });
    const tokens = contextText.tokenize(this.#model.tokenizer);
    const { bos, shouldPrependBosToken } = this.#model.tokens;
    return shouldPrependBosToken && bos !== null && tokens[0] !== bos ? [bos, ...tokens] : tokens;
  }

  tokenizeText(text: string): Token[] {
    return this.#model.tokenize(text, false, "trimLeadingSpace");
  }

  detokenize(tokens: readonly Token[], before: readonly Token[]): string {
    return this.#model.detokenize(tokens, false, before);
  }

  isEnd(token: Token): boolean {
    return this.#model.isEogToken(token) || this.#model.isSpecialToken(token);
  }
}
