// A thread of `airlock scan`: judges the files of each batch it is sent, one gate for all of them.
import "./compileCache.ts";
import { flushCompileCache } from "node:module";
import { parentPort } from "node:worker_threads";
import { z } from "zod";
import type { BatchAnswer, Scanned } from "./scanFiles.ts";

const { composeGate } = await import("../composeGate.ts");
const { environmentFor } = await import("../services/environment.ts");
const { scanOne } = await import("./scanFiles.ts");
const gate = composeGate(environmentFor(".", process.env));

parentPort?.on("message", (message: unknown) => {
  const files = z.array(z.string()).parse(message);
  void judge(files).then((answer) => parentPort?.postMessage(answer));
});

/** One after the other: the analyzers share what the first of them has read of a file. */
async function judge(files: readonly string[]): Promise<BatchAnswer> {
  const answer: (Scanned | undefined)[] = [];
  for (const file of files) answer.push(await scanOne(gate, file, "instant"));
  flushCompileCache();
  return answer;
}
