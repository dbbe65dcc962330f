import { fail, ok, type Result } from "../../../core/base/result.ts";
import type { Failure } from "../../../core/contract/failure.ts";
import { embeddedText } from "../../../core/retrieval/embeddedText.ts";
import type { EmbedderSupply } from "../../../core/retrieval/embedder.ts";
import type {
  AwaitingFile,
  IndexSource,
  IndexStore,
  NewVector,
  VectorStore,
} from "../../../core/retrieval/indexStore.ts";
import { keptSoFar, retryBusy } from "./retryBusy.ts";

export interface EmbedProgress {
  /** Files whose chunks all have vectors, of all files with chunks. */
  readonly done: number;
  readonly total: number;
}

export interface EmbedParts {
  readonly source: IndexSource;
  readonly store: IndexStore & VectorStore;
  readonly embedders: EmbedderSupply;
}

const filesAtOnce = 8;
/** Given to the model together: what a cancel or a crash loses. */
const textsAtOnce = 16;

/**
 * Makes the vectors that are missing, the most recently changed files first, and keeps them as they come: whoever goes on
 * later goes on from there. Ends with the first failure that another try would not mend.
 */
export async function embedChunks(
  { source, store, embedders }: EmbedParts,
  onProgress: (progress: EmbedProgress) => void,
  signal: AbortSignal,
): Promise<Result<void, Failure>> {
  const embedder = await embedders.current();
  if (!embedder.ok) return embedder;
  const { model, dimensions } = embedder.value;
  const used = await retryBusy(() => store.setModel(model, dimensions), signal);
  if (!used.ok) return used;
  const counts = store.counts();
  if (!counts.ok) return counts;
  const total = counts.value.files;
  let done = total - counts.value.awaiting;
  for (;;) {
    if (signal.aborted) return fail(keptSoFar());
    const files = store.awaitingVectors(filesAtOnce);
    if (!files.ok) return files;
    if (files.value.length === 0) return await retryBusy(() => store.sweepVectors(), signal);
    const texts = await textsOf(source, files.value);
    for (let start = 0; start < texts.length; start += textsAtOnce) {
      const vectors = await embed(embedders, texts.slice(start, start + textsAtOnce), signal);
      if (!vectors.ok) return vectors;
      const kept = await retryBusy(() => store.putVectors(vectors.value, []), signal);
      if (!kept.ok) return kept;
    }
    const finished = files.value.map(({ path }) => path);
    const marked = await retryBusy(() => store.putVectors([], finished), signal);
    if (!marked.ok) return marked;
    done += finished.length;
    onProgress({ done: Math.min(done, total), total });
  }
}

interface ContentText {
  readonly content: number;
  readonly text: string;
}

/** None of a file that has changed since it was cut: it comes again when that has been noticed. */
async function textsOf(source: IndexSource, files: readonly AwaitingFile[]): Promise<ContentText[]> {
  const texts = new Map<number, string>();
  for (const { path, stamp, chunks } of files) {
    if (chunks.length === 0) continue;
    const read = await source.read(path, undefined);
    if (read.kind !== "text" || read.stamp.size !== stamp.size || read.stamp.modified !== stamp.modified)
      continue;
    const lines = read.text.split("\n");
    for (const { startLine, endLine, symbol, content } of chunks)
      texts.set(
        content,
        embeddedText({
          symbols: symbol === undefined ? [] : [symbol],
          text: lines.slice(startLine - 1, endLine).join("\n"),
        }),
      );
  }
  return [...texts].map(([content, text]) => ({ content, text }));
}

/** A text on which the model falls is left without a vector; a model that falls on each of them is given up. */
async function embed(
  embedders: EmbedderSupply,
  texts: readonly ContentText[],
  signal: AbortSignal,
): Promise<Result<readonly NewVector[], Failure>> {
  const embedder = await embedders.current();
  if (!embedder.ok) return embedder;
  const made = await embedder.value.embed(
    texts.map(({ text }) => text),
    signal,
    "background",
  );
  if (made.ok)
    return ok(
      texts.flatMap(({ content }, index) => {
        const vector = made.value[index];
        return vector === undefined ? [] : [{ content, vector }];
      }),
    );
  if (made.error.code === "cancelled") return made;
  if (texts.length === 1) return ok([]);
  const vectors: NewVector[] = [];
  for (const text of texts) {
    const one = await embed(embedders, [text], signal);
    if (!one.ok) return one;
    vectors.push(...one.value);
  }
  return ok(vectors);
}
