import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { composeIndex } from "../../native/composeIndex.ts";
import { environmentFor } from "../../native/services/environment.ts";
import { type Figure, percentile } from "../figure.ts";
import { inTemporaryFolder } from "../temporaryFolder.ts";

const files = 100_000;
const filesInFolder = 100;

/** Small modules of about 40 lines whose names differ, as in a large codebase; every one is its own text. */
function moduleText(number: number): string {
  const lines = [
    `"""Module ${number}: handles the ${word(number)} of ${word(number * 7)} records."""`,
    "",
    "import json",
    "",
  ];
  for (let index = 0; index < 6; index++) {
    const name = `${word(number + index)}_${word(number * 3 + index)}_${number}`;
    lines.push(
      `def ${name}(record, limit=${index}):`,
      `    """Returns the ${word(number * 5 + index)} of a record."""`,
      `    value = record["${word(index)}"]`,
      "    if value > limit:",
      `        return json.dumps({"${word(number)}": value})`,
      "    return None",
      "",
    );
  }
  return lines.join("\n");
}

const syllables = [
  "or",
  "der",
  "cus",
  "to",
  "mer",
  "in",
  "voice",
  "ship",
  "ment",
  "stock",
  "price",
  "tax",
  "region",
  "month",
  "batch",
  "queue",
];
const word = (seed: number): string =>
  `${syllables[seed % 16]}${syllables[(seed >> 4) % 16]}${syllables[(seed >> 8) % 16]}`;

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
  claims: "a lexical index of a 100,000-file tree, built, taken up again, and asked",
  run: (progress) =>
    inTemporaryFolder(async (folder) => {
      const workspace = join(folder, "workspace");
      for (let number = 0; number < files; number++) {
        const parent = join(
          workspace,
          `package${Math.floor(number / filesInFolder / 100)}`,
          `part${Math.floor(number / filesInFolder) % 100}`,
        );
        if (number % filesInFolder === 0) mkdirSync(parent, { recursive: true });
        writeFileSync(join(parent, `module${number}.py`), moduleText(number));
      }
      progress(`${files} files written`);
      const index = composeIndex({ ...environmentFor(workspace, {}), home: join(folder, "home") });
      const timed = async (): Promise<number> => {
        const started = performance.now();
        const built = await index.service.index(() => {}, new AbortController().signal);
        if (!built.ok || built.value.files !== files) throw new Error("The index does not hold every file.");
        return (performance.now() - started) / 1000;
      };
      const first = await timed();
      progress(`built in ${first.toFixed(1)} s`);
      const again = await timed();
      const queries = Array.from(
        { length: 100 },
        (_, number) => `the ${word(number * 5)} of ${word(number)} records`,
      );
      const ask = async (query: string): Promise<number> => {
        const started = performance.now();
        const found = await index.service.retrieve(query, { limit: 10, mode: "lexical" }, never);
        if (!found.ok || found.value.length === 0) throw new Error(`Nothing was found for ${query}.`);
        return performance.now() - started;
      };
      const times = queries.map(ask);
      const commonTimes = commonQueries.map(ask);
      index.dispose();
      return [
        {
          what: "files indexed, from nothing",
          value: files / first,
          unit: "files/s",
          target: { atLeast: 2000 },
        },
        { what: "the same tree again, nothing changed", value: again, unit: "s" },
        { what: "query, p95 of 100", value: percentile(times, 0.95), unit: "ms", target: { atMost: 100 } },
        {
          what: "query of words that stand everywhere, slowest of 6",
          value: Math.max(...commonTimes),
          unit: "ms",
          target: { atMost: 100 },
        },
      ];
    }),
};
