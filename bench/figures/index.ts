import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { RetrieveMode } from "../../core/contract/retrieval.ts";
import { IndexProcess } from "../../native/adapters/indexProcess/indexProcess.ts";
import { SqliteIndex } from "../../native/adapters/sqlite/SqliteIndex.ts";
import { composeIndex } from "../../native/composeIndex.ts";
import { type Environment, environmentFor } from "../../native/services/environment.ts";
import { type Figure, percentile, type Row } from "../figure.ts";
import { word, writeModules } from "../generatedTree.ts";
import { inTemporaryFolder } from "../temporaryFolder.ts";

/** Six chunks a file: the last is a million. */
const sizes = [1000, 10_000, 100_000, 166_700] as const;
const dimensions = 384;
const never = new AbortController().signal;

const rareQueries = Array.from(
  { length: 100 },
  (_, number) => `the ${word(number * 5)} of ${word(number)} records`,
);
const commonQueries = [
  "return the value of a record",
  "json dumps",
  "def record limit",
  "value",
  "import json",
  "where is the limit of the records returned",
];

export const figure: Figure = {
  name: "index",
  claims: "the index of a growing tree, built and asked; a million chunks with vectors in bounded memory",
  run: (progress) =>
    inTemporaryFolder(async (folder) => {
      const workspace = join(folder, "workspace");
      const rows: Row[] = [];
      let written = 0;
      let environment: Environment = environmentFor(workspace, {});
      for (const size of sizes) {
        writeModules(workspace, written, size);
        written = size;
        environment = { ...environmentFor(workspace, {}), home: join(folder, `home-${size}`) };
        rows.push(...(await build(environment, size)));
        progress(`${size} files indexed`);
      }
      const again = await timedIndex(environment, sizes.at(-1) ?? 0);
      rows.push({ what: "the same tree again, nothing changed", value: again, unit: "s" });
      const file = join(environment.home, "workspaces", environment.workspaceId, "index.db");
      await putMadeUpVectors(environment, file, progress);
      rows.push({ what: "index.db with vectors", value: statSync(file).size / 1e6, unit: "MB" });
      return [...rows, ...(await askProcess(environment))];
    }),
};

async function timedIndex(environment: Environment, files: number): Promise<number> {
  const index = composeIndex(environment);
  const started = performance.now();
  const built = await index.service.index(() => {}, never);
  index.dispose();
  if (!built.ok || built.value.files !== files) throw new Error("The index does not hold every file.");
  return (performance.now() - started) / 1000;
}

async function build(environment: Environment, size: number): Promise<Row[]> {
  const seconds = await timedIndex(environment, size);
  const index = composeIndex(environment);
  const times: number[] = [];
  for (const query of rareQueries) {
    const started = performance.now();
    const found = await index.service.retrieve(query, { limit: 10, mode: "lexical" }, never);
    if (!found.ok || found.value.length === 0) throw new Error(`Nothing was found for ${query}.`);
    times.push(performance.now() - started);
  }
  index.dispose();
  const files = size.toLocaleString("en");
  return [
    {
      what: `${files} files indexed, from nothing`,
      value: size / seconds,
      unit: "files/s",
      target: { atLeast: 1000 },
    },
    {
      what: `lexical query over them, p95 of ${rareQueries.length}`,
      value: percentile(times, 0.95),
      unit: "ms",
      target: { atMost: 100 },
    },
  ];
}

/** Of all chunks, in no direction: what a search costs does not depend on where they point. */
async function putMadeUpVectors(
  environment: Environment,
  file: string,
  progress: (line: string) => void,
): Promise<void> {
  const composed = composeIndex(environment);
  const embedder = await composed.embedders.current();
  composed.dispose();
  if (!embedder.ok) throw new Error(embedder.error.message);
  const store = new SqliteIndex(file);
  const made = (): Float32Array => {
    const vector = Float32Array.from({ length: dimensions }, () => Math.random() - Math.random());
    const length = Math.hypot(...vector);
    return vector.map((part) => part / length);
  };
  store.setModel(embedder.value.model, dimensions);
  for (;;) {
    const files = store.awaitingVectors(500);
    if (!files.ok) throw new Error(files.error.message);
    if (files.value.length === 0) break;
    store.putVectors(
      files.value.flatMap(({ chunks }) => chunks.map(({ content }) => ({ content, vector: made() }))),
      files.value.map(({ path }) => path),
    );
  }
  const counts = store.counts();
  store.dispose();
  if (counts.ok) progress(`${counts.value.vectors} vectors for ${counts.value.chunks} chunks`);
}

/** The way the workbench asks: another process, a vector of the question made by a third. */
async function askProcess(environment: Environment): Promise<Row[]> {
  const started = await IndexProcess.start(environment, true);
  if (!started.ok) throw new Error(started.error.message);
  const index = started.value;
  try {
    await new Promise<void>((resolve) =>
      index.onDidChangeState(({ state }) => {
        if (state === "ready") resolve();
      }),
    );
    const ask = async (query: string, mode: RetrieveMode): Promise<number> => {
      const began = performance.now();
      const found = await index.retrieve(query, { limit: 10, mode }, never);
      if (!found.ok) throw new Error(found.error.message);
      return performance.now() - began;
    };
    // The first question waits for the model and reads the signatures.
    const first = await ask("where records are handled", "hybrid");
    const times: Record<RetrieveMode, number[]> = { lexical: [], semantic: [], hybrid: [] };
    for (const query of [...rareQueries, ...commonQueries])
      for (const mode of ["lexical", "semantic", "hybrid"] as const) times[mode].push(await ask(query, mode));
    const p95 = (mode: RetrieveMode): number => percentile(times[mode], 0.95);
    return [
      { what: "1 M chunks: first hybrid query, model started for it", value: first, unit: "ms" },
      {
        what: "1 M chunks: lexical query, p95 of 106",
        value: p95("lexical"),
        unit: "ms",
        target: { atMost: 100 },
      },
      { what: "1 M chunks: semantic query, p95 of 106", value: p95("semantic"), unit: "ms" },
      {
        what: "1 M chunks: hybrid query, p95 of 106",
        value: p95("hybrid"),
        unit: "ms",
        target: { atMost: 250 },
      },
      ...residentMegabytes(index.processId),
    ];
  } finally {
    index.dispose();
  }
}

/** Linux says how much a process has; elsewhere the row is left out. */
function residentMegabytes(processId: number): Row[] {
  try {
    const status = readFileSync(`/proc/${processId}/status`, "utf8");
    const kilobytes = Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1]);
    return [
      {
        what: "1 M chunks: memory of the index process after them",
        value: kilobytes / 1000,
        unit: "MB",
        target: { atMost: 300 },
      },
    ];
  } catch {
    return [];
  }
}
