import { existsSync, readFileSync, statSync } from "node:fs";
import { join, relative, resolve, sep } from "node:path";
import { languageOfPath } from "../../../core/base/languageOfPath.ts";
import type { Verdict } from "../../../core/contract/gate.ts";
import { buildSarif } from "../../../core/gate/sarif.ts";
import { composeFileLister, composeGate } from "../../composeParts.ts";
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

export interface ScanOptions {
  readonly stdin: boolean;
  readonly language?: string;
  readonly sarif: boolean;
  readonly json: boolean;
}

interface Scanned {
  readonly path: string;
  readonly verdict: Verdict;
}

const longestFile = 1024 * 1024;

/** The gate over files and folders. Exit 1 when it would block any of it. */
export async function scan(paths: readonly string[], options: ScanOptions): Promise<ExitCode> {
  if (options.stdin === paths.length > 0)
    return printFailure("Name files or folders to scan, or use --stdin with --language.");
  if (options.stdin && options.language === undefined)
    return printFailure("With --stdin the language must be named: --language python.");
  const missing = paths.find((path) => !existsSync(path));
  if (missing !== undefined) return printFailure(`${missing} does not exist. Name files or folders that do.`);

  const gate = composeGate(environmentFor(".", process.env));
  const signal = new AbortController().signal;
  const scanned: Scanned[] = [];
  if (options.stdin) {
    const text = readFileSync(0, "utf8");
    scanned.push({ path: "stdin", verdict: await gate.scanFile(options.language ?? "", "", text, signal) });
  } else {
    const files = await listFiles(paths);
    if (!Array.isArray(files)) return printFailure(files.sentence);
    const bar = new ProgressBar("Scanning");
    for (const [index, file] of files.entries()) {
      bar.update(index, files.length);
      const text = readText(file);
      if (text === undefined) continue;
      const path = relative(process.cwd(), file).split(sep).join("/");
      scanned.push({ path, verdict: await gate.scanFile(languageOfPath(file), path, text, signal) });
    }
    bar.finish();
  }
  report(scanned, options);
  return scanned.some(({ verdict }) => verdict.outcome === "block") ? 1 : 0;
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

/** undefined for what is no source text: too large, binary, or gone meanwhile. */
function readText(file: string): string | undefined {
  try {
    const state = statSync(file);
    if (!state.isFile() || state.size > longestFile) return undefined;
    const bytes = readFileSync(file);
    return bytes.subarray(0, 8192).includes(0) ? undefined : bytes.toString("utf8");
  } catch {
    return undefined;
  }
}
