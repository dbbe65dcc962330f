import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { composeGate } from "../../native/composeGate.ts";
import { environmentFor } from "../../native/services/environment.ts";
import { type Figure, median, percentile, type Row } from "../figure.ts";
import { type GateCase, readGateCases } from "../gateCases.ts";
import { type Contender, contenders } from "../gateContenders.ts";
import {
  falseAlarmRateOf,
  type Judged,
  precisionOf,
  recallOf,
  type Score,
  scoreOf,
  scoresByCwe,
} from "../gateScore.ts";
import { inTemporaryFolder } from "../temporaryFolder.ts";

const airlock = resolve(import.meta.dirname, "../../bin/airlock");
const filesInTree = 1000;
const snippetLines = 100;
const rounds = 3;

/** Each later set was written after the rules had been measured on, and then mended for, the one before it. */
const sets = [
  { folder: "", name: "" },
  { folder: "heldOut/", name: ", first held-out set" },
  { folder: "heldOut2/", name: ", second held-out set" },
  { folder: "heldOut3/", name: ", third held-out set" },
] as const;

type Progress = (line: string) => void;

export const figure: Figure = {
  name: "gate",
  claims:
    "what the gate finds and falsely accuses on labelled cases, beside Bandit and Semgrep, and how fast",
  run: (progress) =>
    inTemporaryFolder(async (folder) => {
      const workspace = join(folder, "workspace");
      mkdirSync(workspace);
      const environment = { ...environmentFor(workspace, {}), home: join(folder, "home") };
      const everybody = contenders(environment);
      const present = everybody.filter(({ absence }) => absence === undefined);
      const rows: Row[] = everybody
        .filter(({ absence }) => absence !== undefined)
        .map(({ name, absence }) => ({
          what: `${name} not compared: ${absence}`,
          value: 0,
          unit: "cases",
        }));
      for (const language of ["python", "javascript"] as const) {
        const judging = present.filter((one) => one.judges(language));
        const all: GateCase[] = [];
        for (const { folder: set, name } of sets) {
          const cases = readGateCases(`${set}${language}`);
          all.push(...cases);
          rows.push(...(await compare(`${language}${name}`, cases, judging, progress)));
        }
        rows.push(...(await race(language, all, judging, folder)));
      }
      rows.push(await snippets(environment, progress));
      rows.push(tree(folder, progress));
      return rows;
    }),
};

/** Recall, precision and false alarms of each on one set; what they are per CWE goes to the person who watches. */
async function compare(
  set: string,
  cases: readonly GateCase[],
  judging: readonly Contender[],
  progress: Progress,
): Promise<Row[]> {
  const results = new Map<string, readonly Judged[]>();
  for (const one of judging) results.set(one.name, await one.judge(cases));
  table(set, results, progress);
  for (const [name, judged] of results) {
    const unread = judged.filter(({ failure }) => failure !== undefined);
    if (unread.length > 0)
      progress(
        `${name} could not read ${unread.length}: ${unread.map(({ gateCase }) => gateCase.file).join(", ")}`,
      );
  }
  const scores = new Map([...results].map(([name, judged]) => [name, scoreOf(judged)]));
  const bandit = scores.get("Bandit");
  return [...scores].flatMap(([name, score]): Row[] => {
    // What the project promises: better than Bandit on Python, on both counts.
    const isOurs = name === "Airlock" && bandit !== undefined;
    return [
      {
        ...percent(`${set}: recall, ${name}`, recallOf(score)),
        ...(isOurs ? { target: { atLeast: round(recallOf(bandit)) } } : {}),
      },
      percent(`${set}: precision, ${name}`, precisionOf(score)),
      {
        ...percent(`${set}: false alarms of safe cases, ${name}`, falseAlarmRateOf(score)),
        ...(isOurs ? { target: { atMost: round(falseAlarmRateOf(bandit)) } } : {}),
      },
    ];
  });
}

const round = (share: number): number => Math.round(share * 1000) / 10;
const percent = (what: string, share: number): Row => ({ what, value: round(share), unit: "%" });

function table(set: string, results: ReadonlyMap<string, readonly Judged[]>, progress: Progress): void {
  const byCwe = [...results].map(([name, judged]) => ({ name, scores: scoresByCwe(judged) }));
  const width = 34;
  progress(`${set}: recall, precision, false alarms`);
  progress(`${"".padEnd(9)}${byCwe.map(({ name }) => name.padEnd(width)).join("")}`);
  for (const cwe of byCwe[0]?.scores.keys() ?? []) {
    const cells = byCwe.map(({ scores }) => cell(scores.get(cwe)).padEnd(width));
    progress(`CWE-${String(cwe).padEnd(5)}${cells.join("")}`);
  }
  const totals = [...results.values()].map((judged) => cell(scoreOf(judged)).padEnd(width));
  progress(`${"all".padEnd(9)}${totals.join("")}`);
}

function cell(score: Score | undefined): string {
  if (score === undefined) return "–";
  const share = (value: number): string =>
    (Number.isNaN(value) ? "–" : `${Math.round(value * 100)} %`).padStart(5);
  return `${share(recallOf(score))}${share(precisionOf(score)).padStart(7)}${share(falseAlarmRateOf(score)).padStart(7)}  (${score.vulnerable}+${score.safe})`;
}

/** The same files, from the start of a program to its answer: ours as `airlock scan`, the peers as one process each. */
async function race(
  language: string,
  cases: readonly GateCase[],
  judging: readonly Contender[],
  folder: string,
): Promise<Row[]> {
  const root = join(folder, `race-${language}`);
  writeAll(
    root,
    cases.map(({ file, text }) => [file, text]),
  );
  const ourSeconds = scanSeconds(root, cases.length, folder);
  const rows: Row[] = [
    { what: `${language}: ${cases.length} files, airlock scan`, value: ourSeconds, unit: "s" },
  ];
  for (const one of judging) {
    if (one.name === "Airlock") continue;
    const started = performance.now();
    await one.judge(cases);
    const seconds = (performance.now() - started) / 1000;
    rows.push(
      { what: `${language}: the same files, ${one.name}`, value: seconds, unit: "s" },
      { what: `${language}: ${one.name}'s time to ours`, value: seconds / ourSeconds, unit: "times" },
    );
  }
  return rows;
}

/** The whole gate, warm, on texts as long as a large suggestion. */
async function snippets(environment: ReturnType<typeof environmentFor>, progress: Progress): Promise<Row> {
  const gate = composeGate(environment);
  const { signal } = new AbortController();
  const milliseconds: number[] = [];
  for (const language of ["python", "javascript"] as const) {
    for (const { file, text } of readGateCases(language)) await gate.scanFile(language, file, text, signal);
    const texts = longTexts(readGateCases(`heldOut/${language}`));
    for (let number = 0; number < rounds; number++) {
      for (const [index, text] of texts.entries()) {
        // A verdict holds for its text: another last line makes it another one.
        const fresh = `${text}\n${language === "python" ? "#" : "//"} ${number}\n`;
        const started = performance.now();
        await gate.scanFile(
          language,
          `snippet${index}.${language === "python" ? "py" : "ts"}`,
          fresh,
          signal,
        );
        milliseconds.push(performance.now() - started);
      }
    }
  }
  progress(
    `${milliseconds.length} texts of ${snippetLines} lines judged, median ${median(milliseconds).toFixed(1)} ms`,
  );
  return {
    what: `a text of ${snippetLines} lines, warm, p95 of ${milliseconds.length}`,
    value: percentile(milliseconds, 0.95),
    unit: "ms",
    target: { atMost: 30 },
  };
}

/** Held-out programs one after the other, until a text has its lines. */
function longTexts(cases: readonly GateCase[]): readonly string[] {
  const texts: string[] = [];
  let lines: string[] = [];
  for (const { text } of cases) {
    lines.push(...text.split("\n"));
    while (lines.length >= snippetLines) {
      texts.push(lines.slice(0, snippetLines).join("\n"));
      lines = [];
    }
  }
  return texts;
}

function tree(folder: string, progress: Progress): Row {
  const all = sets.flatMap((set) =>
    ["python", "javascript"].flatMap((language) => readGateCases(`${set.folder}${language}`)),
  );
  const root = join(folder, "tree");
  const files = Array.from({ length: filesInTree }, (_, index): readonly [string, string] => {
    const { file = "", text = "" } = all[index % all.length] ?? {};
    return [join(`copy${Math.floor(index / all.length)}`, file), text];
  });
  writeAll(root, files);
  const seconds = Array.from({ length: rounds }, () => scanSeconds(root, filesInTree, folder));
  progress(`${filesInTree} files: ${seconds.map((one) => `${one.toFixed(1)} s`).join(", ")}`);
  return {
    what: `${filesInTree}-file tree scanned`,
    value: filesInTree / median(seconds),
    unit: "files/s",
    target: { atLeast: 200 },
  };
}

function writeAll(root: string, files: readonly (readonly [string, string])[]): void {
  for (const [path, text] of files) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
}

/** Seconds of the real command, from its start to its end. */
function scanSeconds(root: string, files: number, folder: string): number {
  const started = performance.now();
  const done = spawnSync(airlock, ["scan", "."], {
    cwd: root,
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
    env: { ...process.env, AIRLOCK_HOME: join(folder, "home") },
  });
  const seconds = (performance.now() - started) / 1000;
  if (!done.stderr.includes(`${files} files scanned`))
    throw new Error(`airlock scan did not read every file: ${done.stderr.trim().split("\n").at(-1)}`);
  return seconds;
}
