import { readStackLine } from "./stackLine.ts";
import type { FoundTraceback, RaisedError, Traceback, TracebackFrame } from "./traceback.ts";

/** Lines of a stack one below the other; the innermost first, as they are printed. */
interface Stack {
  readonly startsAt: number;
  readonly endsAt: number;
  readonly frames: readonly TracebackFrame[];
}

interface Head {
  readonly error: RaisedError;
  readonly at: number;
  readonly isCause: boolean;
}

const headLine =
  /^(?:Uncaught |Unhandled |\(in promise\) |[⨯✖●×] ){0,3}(\[cause\]: |Caused by: )?\[?([A-Za-z_$][\w$.]{0,100})(?: \[([A-Z][A-Z0-9_]{1,60})\])?(?:: (.*))?$/;
const errorName = /(Error|Exception|Rejection|Failure)$/;
const farthestHead = 60;
const mostMessageLines = 12;

/** The stacks that V8 prints (Node, a browser, jest) and vitest's own form of them. */
export function readScriptStack(lines: readonly string[]): FoundTraceback | undefined {
  let last: FoundTraceback | undefined;
  let previousEnd = -1;
  for (const stack of stacksIn(lines)) {
    const head = headOf(lines, stack.startsAt, previousEnd);
    previousEnd = stack.endsAt;
    if (head.isCause && last !== undefined && aggregateAbove(lines, head.at) === undefined) {
      const { traceback } = last;
      last = {
        traceback: { ...traceback, causes: [...traceback.causes, head.error] },
        endsAt: stack.endsAt,
      };
    } else last = { traceback: tracebackOf(lines, stack, head), endsAt: stack.endsAt };
  }
  return last;
}

function* stacksIn(lines: readonly string[]): Generator<Stack> {
  for (let index = 0; index < lines.length; index++) {
    if (readStackLine(lines[index] ?? "") === undefined) continue;
    const startsAt = index;
    const frames: TracebackFrame[] = [];
    let endsAt = index;
    for (; index < lines.length; index++) {
      const line = lines[index] ?? "";
      const read = readStackLine(line);
      if (read !== undefined) {
        if (read !== "elsewhere") frames.push(withCode(lines, index, read));
        endsAt = index;
        // vitest shows the code between two lines of a stack.
      } else if (!/^\s*\d*\s*\|/.test(line)) break;
    }
    if (frames.length > 0) yield { startsAt, endsAt, frames };
  }
}

/** vitest prints the code below a frame. */
function withCode(lines: readonly string[], index: number, frame: TracebackFrame): TracebackFrame {
  for (const line of lines.slice(index + 1, index + 8)) {
    const found = /^\s*(\d{1,9})\|(.*)$/.exec(line);
    if (found === null) break;
    if (Number(found[1]) === frame.line) return { ...frame, code: (found[2] ?? "").trim() };
  }
  return frame;
}

/** The error that stands above a stack, with the lines of its message. */
function headOf(lines: readonly string[], startsAt: number, after: number): Head {
  const earliest = Math.max(after + 1, startsAt - farthestHead);
  let at = startsAt - 1;
  while (at >= earliest && (lines[at] ?? "").trim() === "") at--;
  const nearest = headAt(lines, at, startsAt, /^[A-Z]/);
  if (nearest !== undefined && at === startsAt - 1) return nearest;
  for (let index = at; index >= earliest; index--) {
    const found = headAt(lines, index, startsAt, errorName);
    if (found !== undefined) return found;
    // jest names the test and says below what was expected.
    if (/^\s*● /.test(lines[index] ?? "")) return jestHead(lines, index, startsAt);
  }
  const message = at < earliest ? "" : (lines[at] ?? "").trim();
  return { error: { type: "Error", message }, at, isCause: false };
}

function headAt(lines: readonly string[], index: number, end: number, names: RegExp): Head | undefined {
  const found = headLine.exec((lines[index] ?? "").trim());
  const [, cause, type = "", code, message = ""] = found ?? [];
  if (found === null || !names.test(type)) return undefined;
  const first = code === undefined ? message : `[${code}] ${message}`;
  return {
    error: { type, message: messageOf(first, lines.slice(index + 1, end)) },
    at: index,
    isCause: cause !== undefined || /^\s*\[errors\]: \[$/.test(lines[index - 1] ?? ""),
  };
}

function jestHead(lines: readonly string[], index: number, end: number): Head {
  const below = lines.slice(index + 1, end).filter((line) => line.trim() !== "" && !isCodeFrame(line));
  const [first = "", ...more] = below.map((line) => line.trim());
  const type = /^(expect|assert)/.test(first) ? "AssertionError" : "Error";
  return { error: { type, message: messageOf(first, more) }, at: index, isCause: false };
}

function messageOf(first: string, below: readonly string[]): string {
  const more = below.map((line) => line.trim()).filter((line) => line !== "" && !isCodeFrame(line));
  return [first, ...more.slice(0, mostMessageLines)].join("\n");
}

function isCodeFrame(line: string): boolean {
  return /^\s*(>\s*)?\d*\s*\|/.test(line);
}

function tracebackOf(lines: readonly string[], { startsAt, frames }: Stack, head: Head): Traceback {
  const shown = shownAbove(lines, head.at) ?? shownBetween(lines, head.at, startsAt);
  const error = head.isCause ? (aggregateAbove(lines, head.at) ?? head.error) : head.error;
  const all = shown === undefined ? frames : withShown(frames, shown, error);
  const own = all.find(({ path }) => !/^node:|\/node_modules\//.test(path)) ?? all[0];
  return {
    language: own !== undefined && /\.[cm]?tsx?(\?|$)/.test(own.path) ? "typescript" : "javascript",
    error,
    frames: all.toReversed(),
    causes: error === head.error ? [] : [head.error],
  };
}

/** `[AggregateError: All promises were rejected] {` above `[errors]: [`. */
function aggregateAbove(lines: readonly string[], at: number): RaisedError | undefined {
  const found = /^\[?(\w{1,100}): (.*?)\]? \{$/.exec((lines[at - 2] ?? "").trim());
  return found === null ? undefined : { type: found[1] ?? "", message: found[2] ?? "" };
}

interface Shown {
  readonly path?: string;
  readonly line: number;
  readonly column?: number;
  readonly code: string;
}

/** Node shows the place and its code above the error: for a syntax error that is the only mention of the file. */
function shownAbove(lines: readonly string[], head: number): Shown | undefined {
  for (let index = head - 1; index >= Math.max(0, head - 6); index--) {
    const found = /^(\S.{0,500}):(\d{1,9})$/.exec(lines[index] ?? "");
    const caret = lines[index + 2] ?? "";
    if (found === null || !/^\s*\^+$/.test(caret)) continue;
    return {
      path: found[1] ?? "",
      line: Number(found[2]),
      column: caret.indexOf("^") + 1,
      code: (lines[index + 1] ?? "").trim(),
    };
  }
  return undefined;
}

/** `> 4 |   expect(…)` of jest. */
function shownBetween(lines: readonly string[], from: number, to: number): Shown | undefined {
  for (const line of lines.slice(from + 1, to)) {
    const found = /^\s*>\s*(\d{1,9}) \|(.*)$/.exec(line);
    if (found !== null) return { line: Number(found[1]), code: (found[2] ?? "").trim() };
  }
  return undefined;
}

function withShown(
  frames: readonly TracebackFrame[],
  { path, code, ...place }: Shown,
  { type }: RaisedError,
): readonly TracebackFrame[] {
  const at = frames.findIndex((one) => one.line === place.line && (path === undefined || one.path === path));
  if (at !== -1) return frames.map((one, index) => (index === at ? { ...one, code } : one));
  return path === undefined || type !== "SyntaxError" ? frames : [{ path, ...place, code }, ...frames];
}
