import { longestContext } from "../../../core/completion/budget.ts";
import type { GgufArray, GgufHeader, GgufScalar } from "./ggufHeader.ts";

/** What a model file says about itself, as far as Airlock asks. */
export interface GgufSummary {
  readonly architecture: string;
  readonly name: string | undefined;
  readonly licence: string | undefined;
  readonly origin: string | undefined;
  readonly parameters: number;
  readonly quantization: string;
  readonly contextLength: number;
  readonly infill: boolean;
  readonly chat: boolean;
  readonly embedding: boolean;
  readonly memory: MemoryShape;
}

export interface MemoryShape {
  readonly weightBytes: number;
  /** Key and value cache, F16, for one token. */
  readonly cacheBytesPerToken: number;
}

/** The program around a model: Node, the native library, buffers for one batch. 162 MB resident beside 6 MB of weights. */
const overheadBytes = 160 * 1024 * 1024;

export function summarizeGguf(header: GgufHeader): GgufSummary {
  const { metadata } = header;
  const architecture = text(metadata, "general.architecture") ?? "unknown";
  const number = (key: string): number | undefined => numeric(metadata.get(`${architecture}.${key}`));
  const layers = number("block_count") ?? 0;
  const heads = number("attention.head_count") ?? 0;
  const keyValueHeads = number("attention.head_count_kv") ?? heads;
  const width = number("embedding_length") ?? 0;
  const headWidth = heads > 0 ? width / heads : 0;
  const keyWidth = number("attention.key_length") ?? headWidth;
  const valueWidth = number("attention.value_length") ?? headWidth;
  return {
    architecture,
    name: text(metadata, "general.name"),
    licence: text(metadata, "general.license"),
    origin:
      text(metadata, "general.source.url") ??
      text(metadata, "general.url") ??
      text(metadata, "general.author"),
    parameters: header.tensors.reduce((sum, tensor) => sum + tensor.elements, 0),
    quantization: dominantType(header),
    contextLength: Math.min(2 ** 31 - 1, Math.max(0, Math.floor(number("context_length") ?? 0))),
    infill: hasInfill(metadata),
    chat: metadata.has("tokenizer.chat_template"),
    embedding:
      numeric(metadata.get(`${architecture}.pooling_type`)) !== undefined || /bert/i.test(architecture),
    memory: {
      weightBytes: header.tensors.reduce((sum, tensor) => sum + tensor.bytes, 0),
      cacheBytesPerToken: Math.max(0, layers * keyValueHeads * (keyWidth + valueWidth) * 2),
    },
  };
}

/** Bytes that loading takes: weights, cache for the context Airlock sets up, and the program around them. */
export function estimateMemory(summary: Pick<GgufSummary, "memory" | "contextLength">): number {
  const context = Math.min(
    summary.contextLength > 0 ? summary.contextLength : longestContext,
    longestContext,
  );
  return Math.ceil(summary.memory.weightBytes + context * summary.memory.cacheBytesPerToken + overheadBytes);
}

/** Newer files name the tokens `fim_pre`, older ones `prefix`. All three are needed. */
function hasInfill(metadata: GgufHeader["metadata"]): boolean {
  const spellings = [
    ["fim_pre_token_id", "prefix_token_id"],
    ["fim_suf_token_id", "suffix_token_id"],
    ["fim_mid_token_id", "middle_token_id"],
  ];
  return spellings.every((names) =>
    names.some((name) => numeric(metadata.get(`tokenizer.ggml.${name}`)) !== undefined),
  );
}

function dominantType(header: GgufHeader): string {
  const bytes = new Map<string, number>();
  for (const tensor of header.tensors)
    bytes.set(tensor.type.name, (bytes.get(tensor.type.name) ?? 0) + tensor.bytes);
  return [...bytes].sort((a, b) => b[1] - a[1])[0]?.[0] ?? "none";
}

function text(metadata: GgufHeader["metadata"], key: string): string | undefined {
  const value = metadata.get(key);
  return typeof value === "string" && value.trim() !== "" ? value.trim().slice(0, 500) : undefined;
}

/** A number, or the largest of a list with one for each layer. */
function numeric(value: GgufScalar | GgufArray | undefined): number | undefined {
  if (typeof value === "number") return Number.isFinite(value) && value >= 0 ? value : undefined;
  if (typeof value === "bigint") return value >= 0n && value < 2n ** 53n ? Number(value) : undefined;
  if (typeof value !== "object" || value.values === undefined) return undefined;
  const numbers = value.values.map((element) => numeric(element)).filter((element) => element !== undefined);
  return numbers.length > 0 ? Math.max(...numbers) : undefined;
}
