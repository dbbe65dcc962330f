// What the index finds and what it accuses wrongly: node scripts/licences/measure.ts --copied FOLDER… --other FOLDER…
// FOLDER of --copied holds unpacked sources of indexed packages, of --other code that was not copied from any of them.
import { globSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { performance } from "node:perf_hooks";
import { parseArgs } from "node:util";
import { findCopies } from "../../core/gate/licence/findCopies.ts";
import { type CodeFamily, familyOfPath } from "../../core/gate/licence/vocabulary.ts";
import { LicenceAnalyzer } from "../../native/adapters/analyzers/licenceAnalyzer.ts";
import { functionsIn } from "./functionsIn.ts";
import { edited, reformatted, renamed } from "./rewrite.ts";

const { values } = parseArgs({
  options: {
    copied: { type: "string", multiple: true, default: [] },
    other: { type: "string", multiple: true, default: [] },
    index: { type: "string", default: join(import.meta.dirname, "../../resources/licences/copyleft.idx") },
    most: { type: "string", default: "4000" },
    show: { type: "boolean", default: false },
  },
});

const started = performance.now();
const sources = new LicenceAnalyzer({ bundled: values.index, team: "/nonexistent" }).load();
console.log(`index read and checked in ${(performance.now() - started).toFixed(0)} ms`);
const [index] = sources.foreign;
if (index === undefined) throw new Error("no index");
const indexed = new Set<string>();
for (let file = 0; file < index.head.files; file++) {
  const { package: name, file: path } = index.originOf(file);
  indexed.add(`${name}/${path}`);
}

interface Sample {
  readonly file: string;
  readonly family: CodeFamily;
  readonly text: string;
}

const sizes = [
  { name: "8–14 lines", from: 8, to: 14 },
  { name: "15–29 lines", from: 15, to: 29 },
  { name: "30–100 lines", from: 30, to: 100 },
];
const variants: readonly (readonly [string, (sample: Sample) => string])[] = [
  ["verbatim", ({ text }) => text],
  ["renamed", ({ text, family }) => renamed(text, family)],
  ["renamed, reformatted", ({ text, family }) => reformatted(renamed(text, family), family)],
  ["…, 1 line in 10 edited", ({ text, family }) => edited(renamed(text, family), 10)],
  ["…, 1 line in 5 edited", ({ text, family }) => edited(renamed(text, family), 5)],
];

for (const folder of values.copied) {
  const all = [...samplesIn(folder)].filter(({ file }) => indexed.has(file));
  for (const family of ["python", "javascript", "c"] as const)
    for (const size of sizes) {
      const samples = spread(all.filter((one) => one.family === family && fits(one.text, size)));
      if (samples.length === 0) continue;
      for (const [name, make] of variants) {
        let found = 0;
        let right = 0;
        for (const sample of samples) {
          const matches = findCopies(make(sample), family, sources);
          if (matches.length > 0) found++;
          if (matches.some(({ origin }) => sample.file === `${origin.package}/${origin.file}`)) right++;
        }
        console.log(
          `copied  ${family} ${size.name}, ${name}: ${percent(found, samples.length)} found of ${samples.length}, ${percent(right, samples.length)} with that very file`,
        );
      }
    }
}

for (const folder of values.other) {
  const all = [...samplesIn(folder)];
  for (const size of sizes) {
    const samples = all.filter((one) => fits(one.text, size));
    const accused = samples.flatMap((sample) =>
      findCopies(sample.text, sample.family, sources)
        .slice(0, 1)
        .map((match) => ({ sample, match })),
    );
    console.log(
      `other   ${folder} ${size.name}: ${accused.length} accused of ${samples.length} (${percent(accused.length, samples.length)})`,
    );
    if (values.show)
      for (const { sample, match } of accused)
        console.log(
          `        ${sample.file} → ${match.origin.package} ${match.origin.file} ${match.overlap.toFixed(2)}`,
        );
  }
}
timeLookups();

function timeLookups(): void {
  const folders = [...values.copied, ...values.other];
  const texts = spread(
    folders.flatMap((folder) => [...samplesIn(folder)]).filter(({ text }) => text.split("\n").length >= 60),
  );
  const hundred = texts.slice(0, 400).map(({ text, family }) => {
    const lines = text.split("\n");
    while (lines.length < 100) lines.push(...lines);
    return { text: lines.slice(0, 100).join("\n"), family };
  });
  for (const { text, family } of hundred.slice(0, 50)) findCopies(text, family, sources);
  const times = hundred
    .map(({ text, family }) => {
      const from = performance.now();
      findCopies(text, family, sources);
      return performance.now() - from;
    })
    .sort((left, right) => left - right);
  const at = (share: number) => (times[Math.floor(times.length * share)] ?? 0).toFixed(2);
  console.log(
    `100 lines: median ${at(0.5)} ms, p95 ${at(0.95)} ms, slowest ${at(0.999)} ms, of ${times.length}`,
  );
}

function* samplesIn(folder: string): Generator<Sample> {
  const entries = globSync("**/*", { cwd: folder, withFileTypes: true }).filter((entry) => entry.isFile());
  for (const file of entries.map((entry) => relative(folder, join(entry.parentPath, entry.name))).sort()) {
    const family = familyOfPath(file);
    if (family === undefined || /\.min\./.test(file)) continue;
    const source = readFileSync(join(folder, file), "utf8");
    if (source.length > 3_000_000) continue;
    for (const text of functionsIn(source, family)) yield { file, family, text };
  }
}

function fits(text: string, { from, to }: { readonly from: number; readonly to: number }): boolean {
  const lines = text.split("\n").filter((line) => line.trim() !== "").length;
  return lines >= from && lines <= to;
}

/** Evenly over all of them, so that no package outweighs the others. */
function spread(samples: readonly Sample[]): Sample[] {
  const step = Math.max(1, samples.length / Number(values.most));
  return Array.from(
    { length: Math.floor(samples.length / step) },
    (_, at) => samples[Math.floor(at * step)],
  ).filter((one) => one !== undefined);
}

function percent(part: number, whole: number): string {
  return `${((100 * part) / Math.max(1, whole)).toFixed(2)} %`;
}
