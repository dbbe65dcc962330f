import { readFileSync, statSync } from "node:fs";
import { availableParallelism } from "node:os";
import { relative, sep } from "node:path";
import { Worker } from "node:worker_threads";
import { languageOfPath } from "../../core/base/languageOfPath.ts";
import type { ScanReach, Verdict } from "../../core/contract/gate.ts";
import type { FileText, GateService } from "../services/gate/gateService.ts";

export interface Scanned {
  readonly path: string;
  readonly verdict: Verdict;
}

const longestFile = 1024 * 1024;
/** Below this many files a second thread costs more than it saves. */
const fewFiles = 150;
const filesInBatch = 16;

/** What a worker thread answers for a batch of files, in their order; undefined for what is no source text. */
export type BatchAnswer = readonly (Scanned | undefined)[];

/** Judges one file whole; undefined for what is no source text: too large, binary, or gone meanwhile. */
export async function scanOne(
  gate: GateService,
  file: string,
  reach: ScanReach,
): Promise<Scanned | undefined> {
  const read = readSource(file);
  return read && (await judge(gate, read, reach));
}

async function judge(
  gate: GateService,
  { language, path, text }: FileText,
  reach: ScanReach,
): Promise<Scanned> {
  return { path, verdict: await gate.scanFile(language, path, text, new AbortController().signal, reach) };
}

/** Judges files in their order, on every core when they are many. */
export async function scanFiles(
  makeGate: () => Promise<GateService>,
  files: readonly string[],
  reach: ScanReach,
  onProgress: (done: number) => void,
): Promise<Scanned[]> {
  if (files.length >= fewFiles && reach === "instant") return await scanInThreads(files, onProgress);
  const gate = await makeGate();
  const texts = files.map(readSource).filter((one) => one !== undefined);
  await gate.prepareFiles(texts, new AbortController().signal, reach);
  const scanned: Scanned[] = [];
  for (const one of texts) {
    onProgress(scanned.length);
    scanned.push(await judge(gate, one, reach));
  }
  return scanned;
}

async function scanInThreads(
  files: readonly string[],
  onProgress: (done: number) => void,
): Promise<Scanned[]> {
  const batches: string[][] = [];
  for (let start = 0; start < files.length; start += filesInBatch)
    batches.push(files.slice(start, start + filesInBatch));
  const answers: BatchAnswer[] = [];
  let next = 0;
  let done = 0;
  const work = async (): Promise<void> => {
    const worker = new Worker(new URL("./scanWorker.ts", import.meta.url));
    try {
      for (let index = next++; index < batches.length; index = next++) {
        answers[index] = await askWorker(worker, batches[index] ?? []);
        done += batches[index]?.length ?? 0;
        onProgress(done);
      }
    } finally {
      await worker.terminate();
    }
  };
  await Promise.all(Array.from({ length: Math.min(availableParallelism(), batches.length) }, work));
  return answers.flat().filter((one) => one !== undefined);
}

function askWorker(worker: Worker, batch: readonly string[]): Promise<BatchAnswer> {
  return new Promise((resolve, reject) => {
    const settle = (finish: () => void): void => {
      worker.removeAllListeners("message");
      worker.removeAllListeners("error");
      worker.removeAllListeners("exit");
      finish();
    };
    worker.once("message", (answer: BatchAnswer) => settle(() => resolve(answer)));
    worker.once("error", (error) => settle(() => reject(error)));
    worker.once("exit", (code) => settle(() => reject(new Error(`A scanning thread ended with ${code}.`))));
    worker.postMessage(batch);
  });
}

function readSource(file: string): FileText | undefined {
  try {
    const state = statSync(file);
    if (!state.isFile() || state.size > longestFile) return undefined;
    const bytes = readFileSync(file);
    if (bytes.subarray(0, 8192).includes(0)) return undefined;
    const path = relative(process.cwd(), file).split(sep).join("/");
    return { language: languageOfPath(file), path, text: bytes.toString("utf8") };
  } catch {
    return undefined;
  }
}
