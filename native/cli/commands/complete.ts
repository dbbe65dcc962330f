import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { languageOfPath } from "../../../core/base/languageOfPath.ts";
import { cutWindow } from "../../../core/completion/window.ts";
import type { CompletionResult } from "../../../core/contract/completion.ts";
import { composeCompletion } from "../../composeParts.ts";
import { environmentFor } from "../../services/environment.ts";
import { type ExitCode, printFailure, printJson, printLine, printNote } from "../commandOutput.ts";

export interface CompleteOptions {
  readonly model?: string;
  readonly alternatives: number;
  readonly json: boolean;
}

/** Completes at FILE:LINE:COLUMN, 1-based. Exit 1 when there is nothing to suggest or the gate blocked all of it. */
export async function complete(placeArgument: string, options: CompleteOptions): Promise<ExitCode> {
  const asked = /^(.+):(\d+):(\d+)$/.exec(placeArgument);
  if (asked === null)
    return printFailure(`"${placeArgument}" names no place. Write FILE:LINE:COLUMN, counted from 1.`);
  const [, file = "", lineText = "", columnText = ""] = asked;
  const lines = readLines(resolve(file));
  if (lines === undefined)
    return printFailure(`${file} cannot be read. Check its name and that you may read it.`);
  const line = Number(lineText) - 1;
  const column = Number(columnText) - 1;
  const text = lines[line];
  if (text === undefined || column < 0 || column > text.length) {
    return printFailure(
      `${file} has no place ${lineText}:${columnText}. It has ${lines.length} lines${text === undefined ? "" : `, and line ${lineText} has ${text.length} characters`}.`,
    );
  }

  const environment = environmentFor(dirname(resolve(file)), process.env);
  const completion = await composeCompletion(environment, options.model, printNote);
  if (!completion.ok) return printFailure(completion.error);
  try {
    const position = { line, column };
    const window = cutWindow({ lineCount: lines.length, line: (index) => lines[index] ?? "" }, position);
    const place = { path: file, language: languageOfPath(file), position, ...window };
    const results = await completion.value.service.completeOnce(
      place,
      options.alternatives,
      new AbortController().signal,
    );
    if (!results.ok) return printFailure(results.error);
    return report(results.value, options.json);
  } finally {
    completion.value.dispose();
  }
}

function report(results: readonly CompletionResult[], json: boolean): ExitCode {
  const answered = results.flatMap((result) => (result.kind === "nothing" ? [] : [result]));
  const usable = answered.filter(({ kind }) => kind === "suggestion");
  if (json) {
    const metrics = answered[0]?.suggestion.metrics;
    printJson({
      completions: answered.map(({ suggestion }) => ({
        // A blocked text is named by its findings alone: a script must not be able to insert it by mistake.
        ...(suggestion.verdict.outcome === "block" ? {} : { text: suggestion.text }),
        confidence: suggestion.confidence,
        findings: suggestion.verdict.findings,
        gate: suggestion.verdict.outcome,
      })),
      model: metrics === undefined ? undefined : { name: metrics.model.name, sha256: metrics.model.sha256 },
      promptTokens: metrics?.promptTokens ?? 0,
      reusedTokens: metrics?.reusedTokens ?? 0,
      firstTokenMs: metrics?.firstTokenMs,
      totalMs: metrics?.totalMs,
    });
  } else {
    for (const { suggestion } of usable) printLine(suggestion.text);
    for (const { suggestion } of answered.filter(({ kind }) => kind === "blocked"))
      printNote(suggestion.verdict.reason);
    if (answered.length === 0) printNote("Nothing to suggest here.");
  }
  return usable.length > 0 ? 0 : 1;
}

function readLines(file: string): string[] | undefined {
  try {
    return readFileSync(file, "utf8").split(/\r?\n/);
  } catch {
    return undefined;
  }
}
