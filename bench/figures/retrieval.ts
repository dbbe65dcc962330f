import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { z } from "zod";
import type { RetrieveMode } from "../../core/contract/retrieval.ts";
import { composeIndex } from "../../native/composeIndex.ts";
import { environmentFor } from "../../native/services/environment.ts";
import { type Figure, percentile, type Row } from "../figure.ts";
import { inTemporaryFolder } from "../temporaryFolder.ts";

const questionSet = z.object({
  functions: z.int(),
  packages: z.record(z.string(), z.int()),
  questions: z.array(
    z.object({ question: z.string(), path: z.string(), startLine: z.int(), endLine: z.int() }),
  ),
});
type Question = z.infer<typeof questionSet>["questions"][number];

const modes = ["lexical", "semantic", "hybrid"] as const;
const depth = 10;
const never = new AbortController().signal;

/**
 * Functions of installed Python packages without their docstrings; the first line of one is the question, its function
 * the answer. A chunk is right when it holds lines of that function.
 */
export const figure: Figure = {
  name: "retrieval",
  claims: "functions found by the first line of their docstrings, which was cut out of them",
  run: (progress) =>
    inTemporaryFolder(async (folder) => {
      execFileSync("python3", ["-I", resolve(import.meta.dirname, "..", "docstringSet.py"), folder]);
      const set = questionSet.parse(JSON.parse(readFileSync(join(folder, "questions.json"), "utf8")));
      if (set.functions < 5000 || set.questions.length < 300)
        throw new Error("Too few permissively licensed Python packages are installed here to ask about.");
      progress(`${set.functions} functions of ${Object.keys(set.packages).length} packages`);
      const workspace = join(folder, "workspace");
      const index = composeIndex({ ...environmentFor(workspace, {}), home: join(folder, "home") });
      try {
        const built = await index.service.index(() => {}, never);
        if (!built.ok) throw new Error(built.error.message);
        const began = performance.now();
        const embedded = await index.service.embed(({ done, total }) => {
          if (done % 40 < 8) progress(`${done} of ${total} files embedded`);
        }, never);
        if (!embedded.ok) throw new Error(embedded.error.message);
        const seconds = (performance.now() - began) / 1000;
        const counts = index.service.counts();
        if (!counts.ok) throw new Error(counts.error.message);
        const rows: Row[] = [
          { what: "functions", value: set.functions, unit: "" },
          { what: "questions", value: set.questions.length, unit: "" },
          { what: "chunks", value: counts.value.chunks, unit: "" },
          { what: "chunks embedded", value: counts.value.vectors / seconds, unit: "/s" },
        ];
        for (const mode of modes) rows.push(...(await ask(index.service, set.questions, mode)));
        return rows;
      } finally {
        index.dispose();
      }
    }),
};

type Service = ReturnType<typeof composeIndex>["service"];

async function ask(service: Service, questions: readonly Question[], mode: RetrieveMode): Promise<Row[]> {
  let reciprocal = 0;
  let found = 0;
  const times: number[] = [];
  for (const { question, path, startLine, endLine } of questions) {
    const began = performance.now();
    const answer = await service.retrieve(question, { limit: depth, mode }, never);
    times.push(performance.now() - began);
    if (!answer.ok) throw new Error(answer.error.message);
    const rank = answer.value.findIndex(
      (chunk) => chunk.path === path && chunk.startLine <= endLine && chunk.endLine >= startLine,
    );
    if (rank === -1) continue;
    found++;
    reciprocal += 1 / (rank + 1);
  }
  return [
    { what: `${mode}: MRR@${depth}`, value: reciprocal / questions.length, unit: "" },
    { what: `${mode}: answer among the first ${depth}`, value: (100 * found) / questions.length, unit: "%" },
    { what: `${mode}: a query, p95`, value: percentile(times, 0.95), unit: "ms" },
  ];
}
