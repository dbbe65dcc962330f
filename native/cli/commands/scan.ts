import { existsSync, readFileSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import type { ScanReach } from "../../../core/contract/gate.ts";
import { buildSarif } from "../../../core/gate/sarif.ts";
import { machinePolicyPath, PolicyFiles } from "../../adapters/fs/policyFiles.ts";
import { composeFileLister } from "../../composeParts.ts";
import { environmentFor } from "../../services/environment.ts";
import { version } from "../../version.ts";
import {
  type ExitCode,
  ProgressBar,
  printFailure,
  printJson,
  printLine,
  printNote,
} from "../commandOutput.ts";
import { type Scanned, scanFiles } from "../scanFiles.ts";

export interface ScanOptions {
  readonly stdin: boolean;
  readonly language?: string;
  /** Bandit, Ruff and Semgrep too. */
  readonly peers: boolean;
  readonly sarif: boolean;
  readonly json: boolean;
}

/** Type checks take half a second a file: a commit's worth gets them, a whole tree does not. */
const mostThorough = 20;

/** The gate over files and folders. Exit 1 when it would block any of it. */
export async function scan(paths: readonly string[], options: ScanOptions): Promise<ExitCode> {
  if (options.stdin === paths.length > 0)
    return printFailure("Name files or folders to scan, or use --stdin with --language.");
  if (options.stdin && options.language === undefined)
    return printFailure("With --stdin the language must be named: --language python.");
  const missing = paths.find((path) => !existsSync(path));
  if (missing !== undefined) return printFailure(`${missing} does not exist. Name files or folders that do.`);

  const makeGate = async () => {
    // Loaded where it is needed: a tree is judged in threads, and each loads its own.
    const { composeGate } = await import("../../composeGate.ts");
    return composeGate(environmentFor(".", process.env));
  };
  const scanned: Scanned[] = [];
  if (options.stdin) {
    const text = readFileSync(0, "utf8");
    const signal = new AbortController().signal;
    const verdict = await (await makeGate()).scanFile(
      options.language ?? "",
      "",
      text,
      signal,
      options.peers ? "peer" : "thorough",
    );
    scanned.push({ path: "stdin", verdict });
  } else {
    const files = await listFiles(paths);
    if (!Array.isArray(files)) return printFailure(files.sentence);
    const reach = reachFor(files.length, options.peers);
    if (files.length > mostThorough)
      printNote(
        `${files.length} files: without type checks, which are made for at most ${mostThorough} at once.`,
      );
    const bar = new ProgressBar("Scanning");
    scanned.push(...(await scanFiles(makeGate, files, reach, (done) => bar.update(done, files.length))));
    bar.finish();
  }
  report(scanned, options);
  return scanned.some(({ verdict }) => verdict.outcome === "block") ? 1 : 0;
}

/** What the policy requires is asked of a tree too. */
function reachFor(files: number, peers: boolean): ScanReach {
  if (files <= mostThorough) return peers ? "peer" : "thorough";
  const { requires } = new PolicyFiles(machinePolicyPath(process.env), resolve(".")).current();
  return peers || requires.length > 0 ? "tree" : "instant";
}

function report(scanned: readonly Scanned[], options: ScanOptions): void {
  if (options.sarif) {
    printJson(buildSarif(scanned, version));
    return;
  }
  if (options.json) {
    printJson(scanned);
    return;
  }
  for (const { path, verdict } of scanned) {
    for (const { range, outcome, message, ruleId, cwe } of verdict.findings) {
      printLine(
        `${path}:${range.start.line + 1}:${range.start.column + 1}: ${outcome}: ${message} [${[ruleId, ...cwe.map((id) => `CWE-${id}`)].join(" ")}]`,
      );
    }
    if (verdict.outcome === "block" && verdict.findings.length === 0)
      printLine(`${path}: block: ${verdict.reason}`);
  }
  const blocked = scanned.filter(({ verdict }) => verdict.outcome === "block").length;
  printNote(`${scanned.length} files scanned, ${blocked} would be blocked.`);
  for (const sentence of absences(scanned)) printNote(sentence);
}

/** What has not looked, said once. */
function absences(scanned: readonly Scanned[]): ReadonlySet<string> {
  return new Set(
    scanned.flatMap(({ verdict }) =>
      verdict.analyzers.flatMap(({ analyzer, status, detail }) =>
        status === "absent" ? [`${analyzer} has not looked: ${detail ?? "it is not installed."}`] : [],
      ),
    ),
  );
}

/** Every file that git does not ignore below the folders, and the files named. Absolute. */
async function listFiles(paths: readonly string[]): Promise<string[] | { readonly sentence: string }> {
  const files: string[] = [];
  for (const path of paths.map((one) => resolve(one))) {
    if (!statSync(path).isDirectory()) {
      files.push(path);
      continue;
    }
    const listed = await composeFileLister(path).listFiles(new AbortController().signal);
    if (!listed.ok) return { sentence: listed.error.message };
    files.push(...listed.value.map((file) => join(path, file)).sort());
  }
  return files;
}
