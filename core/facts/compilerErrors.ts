import type { FoundTraceback, Traceback } from "./traceback.ts";

const plainForm = /^(\S.{0,500}?)\((\d{1,9}),(\d{1,9})\): error (TS\d{1,6}): (.*)$/;
const prettyForm = /^(\S.{0,500}?):(\d{1,9}):(\d{1,9}) - error (TS\d{1,6}): (.*)$/;
const mostMessageLines = 10;

/**
 * What the TypeScript compiler says: the first error of its last run, for those after it often follow from it. A run is
 * errors with nothing between them but their own further lines.
 */
export function readCompilerErrors(lines: readonly string[]): FoundTraceback | undefined {
  let first: Traceback | undefined;
  let endsAt = 0;
  let isRunning = false;
  for (const [index, line] of lines.entries()) {
    const found = line.includes("error TS") ? (plainForm.exec(line) ?? prettyForm.exec(line)) : null;
    if (found !== null) {
      if (!isRunning) first = errorAt(found, lines, index);
      isRunning = true;
      endsAt = index;
    } else if (!/^(\s|$|\d)/.test(line)) isRunning = false;
  }
  return first === undefined ? undefined : { traceback: first, endsAt };
}

function errorAt(found: RegExpExecArray, lines: readonly string[], index: number): Traceback {
  const [, path = "", line, column, type = "", message = ""] = found;
  const more: string[] = [];
  for (const one of lines.slice(index + 1, index + 1 + mostMessageLines)) {
    if (!/^ +\S/.test(one) || /^\s*~+$/.test(one)) break;
    more.push(one);
  }
  const code = lines
    .slice(index + 1, index + 1 + mostMessageLines + 2)
    .map((one) => /^(\d{1,9})\s(.*)$/.exec(one))
    .find((one) => one?.[1] === line)?.[2]
    ?.trim();
  return {
    language: "typescript",
    error: { type, message: [message, ...more].join("\n") },
    frames: [
      {
        path,
        line: Number(line),
        column: Number(column),
        ...(code === undefined || code === "" ? {} : { code }),
      },
    ],
    causes: [],
  };
}
