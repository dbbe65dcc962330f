import type { Outline } from "./outline.ts";

export interface Chunk {
  /** 1-based, inclusive. */
  readonly startLine: number;
  readonly endLine: number;
  readonly text: string;
  /** What is defined here, in order: functions, classes, types. */
  readonly symbols: readonly string[];
}

export const longestChunk = 60;
/** Shorter neighbours are joined up to `joinedChunk` lines, so that a file of one-line definitions is not all chunks. */
export const shortChunk = 6;
export const joinedChunk = 30;

type Definition = (line: string) => string | undefined;

const pythonDefinition = /^(?: {4}|\t)?(?:async\s+)?(?:def|class)\s+([\p{L}_][\p{L}\p{N}_]*)/u;
const scriptDefinition =
  /^(?:export\s+)?(?:default\s+)?(?:declare\s+)?(?:abstract\s+)?(?:async\s+)?(?:function\s*\*?|class|interface|type|enum|namespace|const|let|var)\s+([\p{L}_$][\p{L}\p{N}_$]*)/u;
const scriptMethod =
  /^(?: {2}| {4}|\t)(?:(?:public|private|protected|static|async|override|readonly|get|set)\s+)*[*#]?([\p{L}_$][\p{L}\p{N}_$]*)\s*(?:<[^>]*>)?\([^;]*$/u;
const scriptKeywords = new Set([
  "if",
  "for",
  "while",
  "switch",
  "catch",
  "return",
  "function",
  "await",
  "with",
  "super",
]);

const definitions: Readonly<Record<string, Definition>> = {
  py: (line) => pythonDefinition.exec(line)?.[1],
  js: scriptName,
};

function scriptName(line: string): string | undefined {
  const top = scriptDefinition.exec(line)?.[1];
  if (top !== undefined) return top;
  const method = scriptMethod.exec(line)?.[1];
  return method === undefined || scriptKeywords.has(method) || !line.includes("{") || line.includes("=>")
    ? undefined
    : method;
}

const scriptExtensions = new Set(["js", "jsx", "ts", "tsx", "mjs", "cjs", "mts", "cts"]);

/**
 * Cuts a text into pieces of at most 60 lines: by its outline where there is one; else Python, JavaScript and
 * TypeScript where a function, class or method begins (with its decorators and the comment above it), anything else
 * between paragraphs. The pieces cover the text but for blank lines.
 */
export function chunk(path: string, text: string, outline?: Outline): Chunk[] {
  if (text.trim() === "") return [];
  const lines = text.split("\n");
  if (lines.at(-1) === "") lines.pop();
  const pieces = outline?.pieces ?? piecesByLine(path, lines);
  const parts = pieces
    .flatMap((piece) => splitLong(piece, lines, outline?.breaks))
    .map((piece) => withoutBlankEnds(piece, lines))
    .filter(({ start, end }) => end > start);
  return joinShort(parts).map((piece) => ({
    startLine: piece.start + 1,
    endLine: piece.end,
    text: lines.slice(piece.start, piece.end).join("\n"),
    symbols: piece.symbols,
  }));
}

function piecesByLine(path: string, lines: readonly string[]): Piece[] {
  const extension = path.slice(path.lastIndexOf(".") + 1).toLowerCase();
  const definition =
    definitions[scriptExtensions.has(extension) ? "js" : extension === "pyi" ? "py" : extension];
  return definition === undefined ? paragraphs(lines) : byDefinition(lines, definition);
}

/** Lines `start` to `end`, 0-based, end exclusive. */
export interface Piece {
  readonly start: number;
  readonly end: number;
  readonly symbols: readonly string[];
}

function byDefinition(lines: readonly string[], definition: Definition): Piece[] {
  const pieces: Piece[] = [];
  let start = 0;
  let symbols: string[] = [];
  for (const [index, line] of lines.entries()) {
    const symbol = definition(line);
    if (symbol === undefined) continue;
    const from = Math.max(start, headOf(lines, index));
    if (from > start) {
      pieces.push({ start, end: from, symbols });
      symbols = [];
    }
    start = from;
    symbols.push(symbol);
  }
  pieces.push({ start, end: lines.length, symbols });
  return pieces;
}

/** The first of the decorators and comment lines that stand directly above a definition. */
function headOf(lines: readonly string[], index: number): number {
  let head = index;
  while (head > 0 && /^\s*(@|#|\/\/|\/?\*)/.test(lines[head - 1] ?? "")) head--;
  return head;
}

function paragraphs(lines: readonly string[]): Piece[] {
  const pieces: Piece[] = [];
  let start = 0;
  for (let index = 1; index < lines.length; index++) {
    const begins = lines[index - 1]?.trim() === "" && lines[index]?.trim() !== "";
    if (!begins) continue;
    pieces.push({ start, end: index, symbols: [] });
    start = index;
  }
  pieces.push({ start, end: lines.length, symbols: [] });
  return pieces;
}

function withoutBlankEnds(piece: Piece, lines: readonly string[]): Piece {
  let { start, end } = piece;
  while (start < end && lines[start]?.trim() === "") start++;
  while (end > start && (lines[end - 1] ?? "").trim() === "") end--;
  return { ...piece, start, end };
}

/** Cuts long ones in the latter half of 60 lines, or there where there is no good place. */
function splitLong(piece: Piece, lines: readonly string[], breaks?: ReadonlyMap<number, number>): Piece[] {
  const parts: Piece[] = [];
  let start = piece.start;
  while (piece.end - start > longestChunk) {
    const cut = breaks === undefined ? blankCut(start, lines) : statementCut(start, lines, breaks);
    parts.push({ start, end: cut, symbols: piece.symbols });
    start = cut;
  }
  parts.push({ start, end: piece.end, symbols: piece.symbols });
  return parts;
}

function blankCut(start: number, lines: readonly string[]): number {
  for (let cut = start + longestChunk; cut > start + longestChunk / 2; cut--)
    if (lines[cut - 1]?.trim() === "") return cut;
  return start + longestChunk;
}

/** Before the outermost statement that begins there, the last of several. */
function statementCut(start: number, lines: readonly string[], breaks: ReadonlyMap<number, number>): number {
  let best: { readonly line: number; readonly depth: number } | undefined;
  for (let line = start + longestChunk; line > start + longestChunk / 3; line--) {
    const depth = breaks.get(line);
    if (depth !== undefined && (best === undefined || depth < best.depth)) best = { line, depth };
  }
  return best?.line ?? blankCut(start, lines);
}

/** What follows a member still belongs to the class, but the member names the whole. */
function isOwner(symbol: string, { symbols }: Piece): boolean {
  return symbols.some((one) => one.startsWith(`${symbol}.`));
}

function joinShort(pieces: readonly Piece[]): Piece[] {
  const joined: Piece[] = [];
  for (const piece of pieces) {
    const last = joined.at(-1);
    const short =
      last !== undefined &&
      Math.min(last.end - last.start, piece.end - piece.start) < shortChunk &&
      piece.end - last.start <= joinedChunk;
    if (!short) joined.push(piece);
    else
      joined.splice(-1, 1, {
        start: last.start,
        end: piece.end,
        symbols: [...new Set([...last.symbols, ...piece.symbols.filter((one) => !isOwner(one, last))])],
      });
  }
  return joined;
}
