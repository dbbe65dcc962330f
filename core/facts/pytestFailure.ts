import { chainLine } from "./pythonTraceback.ts";
import type { FoundTraceback, RaisedError, TracebackFrame } from "./traceback.ts";

const place = /^(\S.{0,500}?\.pyw?):(\d{1,9})(?::(?: (.*))?)?$/;
const errorText = /^([A-Za-z_][\w.]{0,200})(?:: ?(.*))?$/;
const mostMessageLines = 20;

/** What is known of the failure that is being read. */
interface Reading {
  frames: TracebackFrame[];
  /** The lines that pytest marks with an E. */
  told: string[];
  type: string | undefined;
  functionName: string | undefined;
  code: string | undefined;
  causes: RaisedError[];
  endsAt: number;
}

const nothingRead = (): Reading => ({
  frames: [],
  told: [],
  type: undefined,
  functionName: undefined,
  code: undefined,
  causes: [],
  endsAt: 0,
});

/** pytest's long and short forms: `>` before the line, `E` before the error, "path:12: ValueError". */
export function readPytestFailure(lines: readonly string[]): FoundTraceback | undefined {
  let last: FoundTraceback | undefined;
  let reading = nothingRead();
  const finish = (): void => {
    last = foundIn(reading) ?? last;
    reading = nothingRead();
  };
  for (const [index, line] of lines.entries()) {
    if (/^(_{3,} .* _{3,}|={3,}.*)$/.test(line)) finish();
    else if (chainLine.test(line)) {
      const { causes } = reading;
      const error = errorOf(reading);
      reading = { ...nothingRead(), causes: error === undefined ? causes : [error, ...causes] };
    } else readLine(reading, line, index, lines[index + 1] ?? "");
  }
  finish();
  return last;
}

function readLine(reading: Reading, line: string, index: number, next: string): void {
  if (/^E(\s|$)/.test(line)) {
    // Without a place before or after them, one failure's lines are followed by the next one's.
    if (reading.type !== undefined) Object.assign(reading, nothingRead());
    if (reading.told.length < mostMessageLines) reading.told.push(line.slice(1).trim());
    reading.endsAt = index;
    return;
  }
  if (/^>\s+\S/.test(line)) reading.code = line.slice(1).trim();
  if (/^_( _){3,}$/.test(line)) reading.functionName = undefined;
  const definition = /^\s{4,8}(?:async )?def (\w{1,200})\(/.exec(line);
  if (definition !== null) reading.functionName ??= definition[1];
  const found = place.exec(line);
  if (found === null) return;
  const [, path = "", number, said = ""] = found;
  const named = /^in (.{1,300})$/.exec(said)?.[1];
  const raised = named === undefined ? errorText.exec(said) : null;
  if (said !== "" && named === undefined && raised === null) return;
  const functionName = named ?? reading.functionName;
  const code = named === undefined ? reading.code : /^ {4}\s*\S/.test(next) ? next.trim() : undefined;
  reading.frames.push({
    path,
    line: Number(number),
    ...(functionName === undefined ? {} : { functionName }),
    ...(code === undefined ? {} : { code }),
  });
  reading.functionName = undefined;
  reading.code = undefined;
  if (raised !== null) reading.type = raised[1];
  if (reading.told.length > 0) reading.endsAt = index;
}

function foundIn(reading: Reading): FoundTraceback | undefined {
  const error = errorOf(reading);
  const { frames, causes, endsAt } = reading;
  return error === undefined || frames.length === 0
    ? undefined
    : { traceback: { language: "python", error, frames, causes }, endsAt };
}

function errorOf({ told, type }: Reading): RaisedError | undefined {
  const [first, ...more] = told;
  if (first === undefined) return undefined;
  const found = errorText.exec(first);
  const isNamed =
    found !== null &&
    (type === undefined ? /(^|\.)_*[A-Z]\w*$/.test(found[1] ?? "") : lastPart(found[1]) === lastPart(type));
  const named = isNamed ? { type: found[1] ?? "", message: found[2] ?? "" } : undefined;
  const error = named ?? {
    type: type ?? (/^assert\b/.test(first) ? "AssertionError" : "Error"),
    message: first,
  };
  return { ...error, message: [error.message, ...more].join("\n") };
}

function lastPart(name: string | undefined): string | undefined {
  return name?.slice(name.lastIndexOf(".") + 1);
}
