// Makes resources/packages/*.txt from tables of the public indexes' names:
//   node scripts/packages/buildNames.ts --pypi PYPI.tsv --npm NPM.tsv --modules MAPPING
// PYPI.tsv: name in the first column, rank among the most downloaded in the fourth. NPM.tsv: name in the first column,
// downloads a month in the third. Both have a line of headings. MAPPING: pipreqs's file, lines of `module:distribution`.
// Importable names of stub packages come from the typeshed that pyright carries.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { normalizedDistribution } from "../../core/gate/hallucination/knownNames.ts";
import { ownModules } from "./ownModules.ts";

const { values } = parseArgs({
  options: {
    pypi: { type: "string" },
    npm: { type: "string" },
    modules: { type: "string" },
    typeshed: {
      type: "string",
      default: join(import.meta.dirname, "../../node_modules/pyright/dist/typeshed-fallback"),
    },
    target: { type: "string", default: join(import.meta.dirname, "../../resources/packages") },
  },
});
const { pypi, npm, modules, typeshed, target } = values;
if (pypi === undefined || npm === undefined || modules === undefined)
  throw new Error("Give --pypi, --npm and --modules: the two tables and the mapping.");

/** A name that is downloaded less often is not "known": it could be anybody's. */
const fewestNpmDownloads = 200_000;
/** So many of the most used names are what a near-miss is measured against. */
const imitated = 4000;

const byRank = rows(pypi)
  .flatMap(([name = "", , , rank = ""]) => (/^\d+$/.test(rank) ? [{ name, rank: Number(rank) }] : []))
  .sort((left, right) => left.rank - right.rank)
  .map(({ name }) => name);
const byDownloads = rows(npm)
  .map(([name = "", , downloads = "0"]) => ({ name, downloads: Number(downloads) }))
  .filter(({ downloads }) => downloads >= fewestNpmDownloads)
  .sort((left, right) => right.downloads - left.downloads)
  .map(({ name }) => name);
write("pypi.txt", [...byRank].sort());
write("pypi-imitated.txt", byRank.slice(0, imitated));
write("npm.txt", [...byDownloads].sort());
write("npm-imitated.txt", byDownloads.slice(0, imitated));

const known = new Set(byRank);
const distributionOf = new Map<string, string>();
for (const line of readFileSync(modules, "utf8").split("\n")) {
  const [module = "", distribution = ""] = line.split(":");
  add(module, distribution);
}
for (const distribution of readdirSync(join(typeshed, "stubs")))
  for (const entry of readdirSync(join(typeshed, "stubs", distribution)))
    if (!/^@|\.toml$|^google$/.test(entry)) add(entry.replace(/\.pyi$/, ""), distribution);
for (const [module, distribution] of Object.entries(ownModules)) distributionOf.set(module, distribution);
write(
  "pythonModules.txt",
  [...distributionOf].map(([module, distribution]) => `${module} ${distribution}`).sort(),
);

const standard = readFileSync(join(typeshed, "stdlib", "VERSIONS"), "utf8")
  .split("\n")
  .flatMap((line) => /^([A-Za-z_]\w*): (3\.\d+)-(3\.\d+)?/.exec(line)?.slice(1, 4) ?? [])
  .reduce<string[]>((lines, part, index, parts) => {
    if (index % 3 === 0) lines.push([part, parts[index + 1], parts[index + 2] ?? ""].join(" ").trim());
    return lines;
  }, []);
write("pythonStandardLibrary.txt", standard.sort());

/** Only where the distribution is a much used one and its name says less than the mapping does. */
function add(module: string, distribution: string): void {
  const name = normalizedDistribution(distribution);
  if (!/^[A-Za-z_]\w*$/.test(module) || !known.has(name) || normalizedDistribution(module) === name) return;
  if (!distributionOf.has(module)) distributionOf.set(module, name);
}

function rows(file: string): string[][] {
  return readFileSync(file, "utf8")
    .split("\n")
    .slice(1)
    .filter((line) => line !== "")
    .map((line) => line.split("\t"));
}

function write(name: string, lines: readonly string[]): void {
  writeFileSync(join(target, name), `${lines.join("\n")}\n`);
  console.log(`${name}: ${lines.length}`);
}
