import { existsSync } from "node:fs";
import { resolve } from "node:path";
import type { RetrieveMode } from "../../../core/contract/retrieval.ts";
import { type ComposedIndex, composeIndex } from "../../composeIndex.ts";
import { environmentFor } from "../../services/environment.ts";
import { type ExitCode, ProgressBar, printFailure, printJson, printLine } from "../commandOutput.ts";

/** A question waits this long for vectors that are missing; what is still missing is found by its words. Milliseconds. */
const vectorsForQuestion = 5000;

/** Brings the index of a folder up to date. Ctrl-C keeps what was written; the next run goes on from there. */
export async function buildIndex(
  folder: string,
  { json, vectors }: { readonly json: boolean; readonly vectors: boolean },
): Promise<ExitCode> {
  if (!existsSync(folder)) return printFailure(`${folder} does not exist. Name a folder that does.`);
  const index = composeIndex(environmentFor(folder, process.env));
  const abort = new AbortController();
  process.once("SIGINT", () => abort.abort());
  const bar = new ProgressBar("Indexing");
  const started = performance.now();
  try {
    const built = await index.service.index(({ done, total }) => bar.update(done, total), abort.signal);
    bar.finish();
    if (!built.ok) return printFailure(built.error);
    const seconds = (performance.now() - started) / 1000;
    if (!json)
      printLine(
        `${built.value.files} files: ${built.value.indexed} read, ${built.value.unchanged} unchanged, ${built.value.removed} gone; ${seconds.toFixed(1)} s`,
      );
    if (vectors) {
      const embedding = new ProgressBar("Embedding");
      const embedded = await index.service.embed(
        ({ done, total }) => embedding.update(done, total),
        abort.signal,
      );
      embedding.finish();
      if (!embedded.ok) return printFailure(embedded.error);
    }
    const counts = index.service.counts();
    if (!counts.ok) return printFailure(counts.error);
    const { chunks, vectors: made } = counts.value;
    if (json) printJson({ ...built.value, chunks, vectors: made, seconds });
    else if (vectors) printLine(`${made} vectors for ${chunks} chunks`);
    return 0;
  } finally {
    index.dispose();
  }
}

export interface RetrieveOptions {
  readonly root: string;
  readonly k: number;
  readonly mode: RetrieveMode;
  readonly near?: string;
  readonly json: boolean;
}

/** Ranked chunks for a question; the index is brought up to date first. Exit 1 when nothing fits. */
export async function retrieve(query: string, options: RetrieveOptions): Promise<ExitCode> {
  if (!existsSync(options.root))
    return printFailure(`${options.root} does not exist. Name a folder that does with --root.`);
  const index = composeIndex(environmentFor(resolve(options.root), process.env));
  try {
    const built = await index.service.index(() => {}, new AbortController().signal);
    if (!built.ok) return printFailure(built.error);
    const note = options.mode === "lexical" ? undefined : await makeVectors(index, options.mode);
    if (note !== undefined) console.error(note);
    const found = await index.service.retrieve(
      query,
      {
        limit: options.k,
        mode: options.mode,
        ...(options.near === undefined ? {} : { near: options.near }),
      },
      new AbortController().signal,
    );
    if (!found.ok) return printFailure(found.error);
    if (options.json) printJson(found.value);
    else
      for (const { path, startLine, endLine, symbol, score, via } of found.value)
        printLine(
          `${path}:${startLine}-${endLine}  ${symbol ?? ""}  ${score.toFixed(options.mode === "hybrid" ? 4 : 2)}  ${via.join("+")}`,
        );
    return found.value.length > 0 ? 0 : 1;
  } finally {
    index.dispose();
  }
}

/** All that are missing for a question by sense alone, those of a few seconds otherwise. Answers what the asker should know. */
async function makeVectors(
  { service }: ComposedIndex,
  mode: "hybrid" | "semantic",
): Promise<string | undefined> {
  const abort = new AbortController();
  const timer = setTimeout(() => mode === "hybrid" && abort.abort(), vectorsForQuestion);
  const bar = new ProgressBar("Embedding");
  const embedded = await service.embed(({ done, total }) => bar.update(done, total), abort.signal);
  clearTimeout(timer);
  bar.finish();
  if (embedded.ok) return undefined;
  if (embedded.error.code !== "cancelled") return mode === "hybrid" ? embedded.error.message : undefined;
  const counts = service.counts();
  return counts.ok
    ? `${counts.value.awaiting} of ${counts.value.files} files have no vectors yet and are found by their words alone: airlock index --vectors makes them.`
    : undefined;
}
