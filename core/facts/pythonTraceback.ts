import type { FoundTraceback, RaisedError, TracebackFrame } from "./traceback.ts";

const header = /^([ |+]{0,80})(?:Exception Group )?Traceback \(most recent call last\):$/;
const frameLine = /^\s{0,80}File "([^"]{1,1000})", line (\d{1,9})(?:, in (.{1,300}))?$/;
const errorLine = /^([A-Za-z_][\w.<>]{0,200})(?:: ?(.*))?$/;
export const chainLine =
  /^\s*(?:During handling of the above exception, another exception occurred|The above exception was the direct cause of the following exception):$/;
const mostMessageLines = 20;

interface Block {
  readonly error: RaisedError;
  readonly frames: readonly TracebackFrame[];
  readonly causes: readonly RaisedError[];
  readonly endsAt: number;
}

/** Python's own form: "Traceback (most recent call last)", or the bare form of a syntax error. */
export function readPythonTraceback(lines: readonly string[]): FoundTraceback | undefined {
  const block = blocksIn(lines).at(-1);
  if (block === undefined) return undefined;
  const { error, frames, causes, endsAt } = block;
  return { traceback: { language: "python", error, frames, causes }, endsAt };
}

function blocksIn(lines: readonly string[]): readonly Block[] {
  const blocks: Block[] = [];
  for (let index = 0; index < lines.length; index++) {
    const start = startOf(lines[index] ?? "");
    if (start === undefined) continue;
    const { block: read, stoppedAt } = readBlock(lines, index, start);
    if (read === undefined) {
      // What was read in vain is not read again.
      index = Math.max(index, stoppedAt - 1);
      continue;
    }
    const before = blocks.at(-1);
    const isChained = before !== undefined && chains(lines, before.endsAt, index);
    const group = groupOf(lines, read, start.prefix);
    const causes = isChained ? [before.error, ...before.causes] : [];
    blocks.push({ ...read, causes: [...group.causes, ...causes], endsAt: group.endsAt });
    index = group.endsAt;
  }
  return blocks;
}

interface Start {
  readonly prefix: string;
  readonly isHeader: boolean;
}

function startOf(line: string): Start | undefined {
  const found = line.endsWith("last):") ? header.exec(line) : null;
  if (found !== null) return { prefix: found[1] ?? "", isHeader: true };
  // A syntax error of the file that was started has no header.
  const bare = line.includes('File "') ? frameLine.exec(line) : null;
  return bare !== null && bare[3] === undefined ? { prefix: "", isHeader: false } : undefined;
}

/** Whether "During handling of the above exception" or the like stands between two lines, and nothing else. */
function chains(lines: readonly string[], from: number, to: number): boolean {
  const between = lines.slice(from + 1, to).filter((line) => line.replace(/^[ |+]+/, "") !== "");
  const [only] = between;
  return between.length === 1 && only !== undefined && chainLine.test(only.replace(/^[ |+]+/, ""));
}

function readBlock(
  lines: readonly string[],
  at: number,
  { prefix, isHeader }: Start,
): { readonly block?: Omit<Block, "causes">; readonly stoppedAt: number } {
  const frames: TracebackFrame[] = [];
  let index = isHeader ? at + 1 : at;
  for (; index < lines.length; index++) {
    const line = lines[index] ?? "";
    const text = line.slice(prefix.length);
    if (!/^[ |+]*$/.test(line.slice(0, prefix.length))) break;
    if (text.trim() === "") {
      if (frames.length === 0) break;
      continue;
    }
    const frame = frameAt(text, lines[index + 1]?.slice(prefix.length));
    if (frame !== undefined) {
      if (!isHeader && frames.length > 0) break;
      frames.push(frame);
    } else if (!/^\s/.test(text)) {
      const error = frames.length === 0 ? null : errorLine.exec(text);
      if (error === null) break;
      const [, type = "", message = ""] = error;
      const more = messageBelow(lines, index + 1, prefix);
      const endsAt = index + more.length;
      return {
        block: { error: { type, message: [message, ...more].join("\n") }, frames, endsAt },
        stoppedAt: endsAt,
      };
    }
  }
  return { stoppedAt: index };
}

function frameAt(text: string, next: string | undefined): TracebackFrame | undefined {
  const found = text.includes('File "') ? frameLine.exec(text) : null;
  if (found === null) return undefined;
  const [, path = "", number, functionName] = found;
  const code = codeBelow(next);
  return {
    path,
    line: Number(number),
    ...(functionName === undefined ? {} : { functionName }),
    ...(code === undefined ? {} : { code }),
  };
}

function codeBelow(line: string | undefined): string | undefined {
  if (line === undefined || !/^\s{4}/.test(line) || frameLine.test(line)) return undefined;
  const code = line.trim();
  return code === "" || /^[\s~^]+$/.test(code) ? undefined : code;
}

/** A message's other lines: those that are indented, for what else is printed begins at the margin. */
function messageBelow(lines: readonly string[], from: number, prefix: string): readonly string[] {
  const found: string[] = [];
  for (const line of lines.slice(from, from + mostMessageLines)) {
    const text = line.slice(prefix.length);
    if (!/^\s+\S/.test(text) || !/^[ |+]*$/.test(line.slice(0, prefix.length)) || frameLine.test(text)) break;
    if (/^\s*[|+]/.test(text)) break;
    found.push(text);
  }
  return found;
}

/** An exception group is printed with all that it holds below it, behind bars. */
function groupOf(
  lines: readonly string[],
  { error, endsAt }: Omit<Block, "causes">,
  prefix: string,
): { readonly causes: readonly RaisedError[]; readonly endsAt: number } {
  if (!prefix.includes("+") || !/\(\d{1,9} sub-exceptions?\)/.test(error.message))
    return { causes: [], endsAt };
  let end = endsAt + 1;
  while (/^\s*[|+]/.test(lines[end] ?? "")) end++;
  const inside = lines.slice(endsAt + 1, end).map((line) => line.replace(/^ *\+-\+-/, "    +-"));
  return { causes: plainBlocks(inside).map((block) => block.error), endsAt: end - 1 };
}

/** A group inside a group is read as its own parts are: what stands behind the inner bars. */
function plainBlocks(lines: readonly string[]): readonly Omit<Block, "causes">[] {
  const blocks: Omit<Block, "causes">[] = [];
  for (let index = 0; index < lines.length; index++) {
    const start = startOf(lines[index] ?? "");
    if (start?.isHeader !== true) continue;
    const { block, stoppedAt } = readBlock(lines, index, start);
    if (block !== undefined) blocks.push(block);
    index = Math.max(index, block?.endsAt ?? stoppedAt - 1);
  }
  return blocks;
}
