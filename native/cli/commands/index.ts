import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { composeIndex } from "../../composeParts.ts";
import { environmentFor } from "../../services/environment.ts";
import { type ExitCode, ProgressBar, printFailure, printJson, printLine } from "../commandOutput.ts";

/** Brings the index of a folder up to date. Ctrl-C keeps what was written; the next run goes on from there. */
export async function buildIndex(folder: string, { json }: { readonly json: boolean }): Promise<ExitCode> {
  if (!existsSync(folder)) return printFailure(`${folder} does not exist. Name a folder that does.`);
  const index = composeIndex(environmentFor(folder, process.env));
  const abort = new AbortController();
  process.once("SIGINT", () => abort.abort());
  const bar = new ProgressBar("Indexing");
  const started = performance.now();
  const built = await index.service.index(({ done, total }) => bar.update(done, total), abort.signal);
  bar.finish();
  index.dispose();
  if (!built.ok) return printFailure(built.error);
  const seconds = (performance.now() - started) / 1000;
  if (json) printJson({ ...built.value, seconds });
  else
    printLine(
      `${built.value.files} files: ${built.value.indexed} read, ${built.value.unchanged} unchanged, ${built.value.removed} gone; ${seconds.toFixed(1)} s`,
    );
  return 0;
}

export interface RetrieveOptions {
  readonly root: string;
  readonly k: number;
  readonly mode: string;
  readonly json: boolean;
}

/** Ranked chunks for a question; the index is brought up to date first. Exit 1 when nothing fits. */
export async function retrieve(query: string, options: RetrieveOptions): Promise<ExitCode> {
  if (options.mode !== "lexical")
    return printFailure(`The mode ${options.mode} is not available yet. Use --mode lexical.`);
  if (!existsSync(options.root))
    return printFailure(`${options.root} does not exist. Name a folder that does with --root.`);
  const index = composeIndex(environmentFor(resolve(options.root), process.env));
  try {
    const built = await index.service.index(() => {}, new AbortController().signal);
    if (!built.ok) return printFailure(built.error);
    const found = index.service.retrieve(query, options.k);
    if (!found.ok) return printFailure(found.error);
    const chunks = found.value.map((chunk) => ({ ...chunk, via: "lexical" }));
    if (options.json) printJson(chunks);
    else
      for (const { path, startLine, endLine, symbol, score } of chunks)
        printLine(`${path}:${startLine}-${endLine}  ${symbol ?? ""}  ${score.toFixed(2)}`);
    return chunks.length > 0 ? 0 : 1;
  } finally {
    index.dispose();
  }
}
