// npm run bench [-- NAME…] [-- --json]: measures the figures of bench/figures on this machine. Keep it idle meanwhile.
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { cpus, totalmem } from "node:os";
import { join, resolve } from "node:path";
import { type Figure, meets, type Row } from "./figure.ts";

const names = process.argv.slice(2).filter((argument) => !argument.startsWith("--"));
const asJson = process.argv.includes("--json");
const note = (line: string): void => void process.stderr.write(`${line}\n`);

interface Measured {
  readonly name: string;
  readonly claims: string;
  readonly rows: readonly Row[];
  readonly error?: string;
}

async function figures(): Promise<Figure[]> {
  const folder = join(import.meta.dirname, "figures");
  const files = readdirSync(folder).filter((file) => file.endsWith(".ts"));
  const all = await Promise.all(
    files.map(async (file) => ((await import(join(folder, file))) as { figure: Figure }).figure),
  );
  const unknown = names.filter((name) => !all.some((figure) => figure.name === name));
  if (unknown.length > 0) {
    note(`There is no figure ${unknown.join(", ")}. There are: ${all.map(({ name }) => name).join(", ")}.`);
    process.exit(2);
  }
  return names.length === 0 ? all : all.filter(({ name }) => names.includes(name));
}

async function measure(figure: Figure): Promise<Measured> {
  note(`── ${figure.name}: ${figure.claims}`);
  try {
    return { name: figure.name, claims: figure.claims, rows: await figure.run((line) => note(`   ${line}`)) };
  } catch (error) {
    return {
      name: figure.name,
      claims: figure.claims,
      rows: [],
      error: error instanceof Error ? error.message : String(error),
    };
  }
}

function table(measured: readonly Measured[]): string {
  const lines = ["| figure | what | value | target | |", "|---|---|---:|---:|---|"];
  for (const { name, rows, error } of measured) {
    if (error !== undefined) lines.push(`| ${name} | not measured: ${error.split("\n")[0]} | | | ✗ |`);
    for (const row of rows) {
      const target =
        row.target?.atMost === undefined
          ? row.target?.atLeast === undefined
            ? ""
            : `≥ ${row.target.atLeast}`
          : `≤ ${row.target.atMost}`;
      const met = meets(row);
      lines.push(
        `| ${name} | ${row.what} | ${format(row.value)} ${row.unit} | ${target} | ${met === undefined ? "" : met ? "✓" : "✗ missed"} |`,
      );
    }
  }
  return lines.join("\n");
}

function format(value: number): string {
  return value >= 100 ? Math.round(value).toLocaleString("en") : value.toPrecision(3);
}

const measured: Measured[] = [];
for (const figure of await figures()) measured.push(await measure(figure));
const report = {
  date: new Date().toISOString(),
  machine: {
    processor: cpus()[0]?.model ?? "unknown",
    cores: cpus().length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    node: process.version,
  },
  measured,
};
const folder = resolve(import.meta.dirname, "results");
mkdirSync(folder, { recursive: true });
writeFileSync(join(folder, "latest.json"), `${JSON.stringify(report, undefined, 2)}\n`);
process.stdout.write(asJson ? `${JSON.stringify(report, undefined, 2)}\n` : `${table(measured)}\n`);
process.exit(measured.some(({ error }) => error !== undefined) ? 1 : 0);
