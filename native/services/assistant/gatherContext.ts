import { linesBetween, linesOf } from "../../../core/assistant/textLines.ts";
import type { Attachment, ContextOrigin, ContextPiece, Question } from "../../../core/contract/assistant.ts";
import { estimateTokens } from "../../../core/prompt/chooseContext.ts";
import { tokenize } from "../../../core/retrieval/tokenize.ts";
import { isTestFile } from "../../../core/sandbox/testFiles.ts";
import type { AssistantParts } from "./assistantParts.ts";

export interface GatherInput {
  readonly question: Question;
  /** The code that is asked about, its own lines only. */
  readonly code: string;
  readonly codeLines: { readonly path: string; readonly start: number; readonly end: number } | undefined;
  /** Names that the code uses and does not define. */
  readonly names: readonly string[];
  readonly testFile: string | undefined;
  readonly signal: AbortSignal;
}

type Sources = Pick<AssistantParts, "workspace" | "retriever">;

const mostRetrieved = 8;
/** About what a small model sees of a file around the place. */
const linesAround = 40;
const mostDefinitions = 5;
const mostNamesakes = 3;
/** Longer is cut to its first lines: a definition's head says most. */
const longestPiece = 2400;

/**
 * What the model should see besides the code itself, best first: what a person added, then where the names in it are defined,
 * its tests, the code most like it, and what fits the words of the question.
 */
export async function gatherContext(input: GatherInput, sources: Sources): Promise<readonly ContextPiece[]> {
  const { question } = input;
  const pieces: ContextPiece[] = [];
  for (const attachment of question.attachments) {
    const piece = await attached(attachment, sources, input.signal);
    if (piece !== undefined) pieces.push(piece);
  }
  pieces.push(...(await definitions(input, sources)), ...(await tests(input, sources)));
  pieces.push(...(await retrieved(input, sources)));
  return withoutDoubles(pieces, input).map((piece) =>
    question.without.includes(piece.id) ? { ...piece, status: "removed" } : piece,
  );
}

async function attached(
  { origin, path, startLine, endLine, symbol, text }: Attachment,
  { workspace, retriever }: Sources,
  signal: AbortSignal,
): Promise<ContextPiece | undefined> {
  if (origin === "gitDiff" && text === undefined) {
    const diff = await workspace.diff(signal);
    if (!diff.ok || diff.value === "") return undefined;
    return pieceOf({ origin, text: diff.value, why: "You added the changes since the last commit." });
  }
  if (origin === "symbol" && symbol !== undefined && path === undefined) {
    const [chunk] = await retriever.retrieve(symbol, 1, undefined, signal);
    return chunk === undefined
      ? undefined
      : await chunkPiece(chunk, "symbol", `You added ${symbol}.`, workspace);
  }
  const whole = text ?? (path === undefined ? undefined : await workspace.readText(path));
  if (whole === undefined) return undefined;
  const lines = linesOf(whole);
  const isPart = text === undefined && startLine !== undefined;
  const start = isPart ? startLine : 0;
  const end = isPart ? (endLine ?? startLine) + 1 : lines.length;
  return pieceOf({
    origin,
    text: linesBetween(lines, start, end),
    why: "You added it.",
    ...(path === undefined ? {} : { path, startLine: startLine ?? 0, endLine: endLine ?? lines.length - 1 }),
    ...(symbol === undefined ? {} : { symbol }),
  });
}

/** Names that are defined in several places mean one of them, which cannot be told: the first that is not the asker's own. */
async function definitions(
  { names, codeLines }: GatherInput,
  { retriever, workspace }: Sources,
): Promise<ContextPiece[]> {
  const found: ContextPiece[] = [];
  for (const name of names) {
    if (found.length >= mostDefinitions) break;
    const places = await retriever.definitionsOf(name);
    if (places.length > mostNamesakes) continue;
    const place = places.find(
      ({ path, startLine }) =>
        path !== codeLines?.path || startLine - 1 < codeLines.start || startLine - 1 > codeLines.end,
    );
    if (place === undefined) continue;
    const why = `The code uses ${name}, which is defined here.`;
    const piece = await chunkPiece({ ...place, symbol: place.name }, "definition", why, workspace);
    if (piece !== undefined) found.push(piece);
  }
  return found;
}

async function tests({ testFile }: GatherInput, { workspace }: Sources): Promise<ContextPiece[]> {
  if (testFile === undefined) return [];
  const text = await workspace.readText(testFile);
  if (text === undefined) return [];
  return [
    pieceOf({
      origin: "test",
      path: testFile,
      startLine: 0,
      endLine: linesOf(text).length - 1,
      text,
      why: "Its tests, and how tests are written here.",
    }),
  ];
}

async function retrieved(
  { question, code, codeLines, signal }: GatherInput,
  { retriever, workspace }: Sources,
): Promise<ContextPiece[]> {
  const pieces: ContextPiece[] = [];
  const add = async (query: string, origin: ContextOrigin, why: string, most: number): Promise<void> => {
    if (tokenize(query).length === 0) return;
    for (const chunk of await retriever.retrieve(query, most, codeLines?.path, signal)) {
      const piece = await chunkPiece(chunk, origin, why, workspace);
      if (piece !== undefined) pieces.push(piece);
    }
  };
  if (question.spec.trim() !== "")
    await add(question.spec, "retrieved", "It fits the words of the question.", mostRetrieved);
  // The most similar function shows how such things are written here.
  const head = linesOf(code.trim()).slice(0, 12).join("\n");
  if (head !== "") {
    await add(head, "example", "The code most like it: how such things are written here.", 3);
    const test = await testOfExample(pieces, { retriever, workspace }, signal);
    if (test !== undefined) pieces.push(test);
  }
  return pieces;
}

/** How the code most like it is tested. */
async function testOfExample(
  pieces: readonly ContextPiece[],
  { retriever, workspace }: Sources,
  signal: AbortSignal,
): Promise<ContextPiece | undefined> {
  const example = pieces.find(
    ({ origin, symbol, path = "" }) => origin === "example" && symbol && !isTestFile(path),
  );
  const name = example?.symbol?.split(".").at(-1);
  if (name === undefined) return undefined;
  const chunks = await retriever.retrieve(`test ${name}`, 8, example?.path, signal);
  const test = chunks.find(({ path }) => isTestFile(path));
  return (
    test && (await chunkPiece(test, "example", `How ${name}, the code most like it, is tested.`, workspace))
  );
}

interface Chunk {
  readonly path: string;
  /** 1-based, inclusive. */
  readonly startLine: number;
  readonly endLine: number;
  readonly symbol?: string | undefined;
}

async function chunkPiece(
  chunk: Chunk,
  origin: ContextOrigin,
  why: string,
  workspace: AssistantParts["workspace"],
): Promise<ContextPiece | undefined> {
  const text = await workspace.readText(chunk.path);
  if (text === undefined) return undefined;
  return pieceOf({
    origin,
    path: chunk.path,
    startLine: chunk.startLine - 1,
    endLine: chunk.endLine - 1,
    text: linesBetween(linesOf(text), chunk.startLine - 1, chunk.endLine),
    why,
    ...(chunk.symbol === undefined ? {} : { symbol: chunk.symbol }),
  });
}

export function pieceOf(piece: Omit<ContextPiece, "id" | "tokens" | "status">): ContextPiece {
  const text = shortened(piece.text.trimEnd());
  const place =
    piece.path === undefined ? hashOf(text) : `${piece.path}:${piece.startLine ?? 0}-${piece.endLine ?? 0}`;
  return {
    ...piece,
    text,
    id: `${piece.origin}:${place}`.slice(0, 200),
    tokens: estimateTokens(text),
    status: "used",
  };
}

function shortened(text: string): string {
  if (text.length <= longestPiece) return text;
  const end = text.lastIndexOf("\n", longestPiece);
  return text.slice(0, end > 0 ? end : longestPiece);
}

/** FNV-1a: only to tell one pasted text from another. */
function hashOf(text: string): string {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++)
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return (hash >>> 0).toString(16);
}

/** The first of those that overlap stands; what is asked about is not context of itself. */
function withoutDoubles(pieces: readonly ContextPiece[], { codeLines }: GatherInput): ContextPiece[] {
  const kept: ContextPiece[] = [];
  for (const piece of pieces) {
    // What was found near the code stands around it in the prompt anyway.
    const reach = piece.origin === "retrieved" || piece.origin === "example" ? linesAround : 0;
    const isCode =
      codeLines !== undefined &&
      overlaps(piece, {
        path: codeLines.path,
        startLine: codeLines.start - reach,
        endLine: codeLines.end + reach,
      });
    if ((isCode && piece.origin !== "selection") || piece.text.trim() === "") continue;
    if (!kept.some((other) => other.id === piece.id || overlaps(piece, other))) kept.push(piece);
  }
  return kept;
}

interface Place {
  readonly path?: string | undefined;
  readonly startLine?: number | undefined;
  readonly endLine?: number | undefined;
}

function overlaps(one: Place, other: Place): boolean {
  if (one.path === undefined || one.path !== other.path) return false;
  return (one.startLine ?? 0) <= (other.endLine ?? 0) && (other.startLine ?? 0) <= (one.endLine ?? 0);
}

/** How a piece is headed in a prompt: "orders/reports.py:12-30". */
export function headingOf({ path, startLine, endLine, origin }: ContextPiece): string {
  if (path === undefined) return origin;
  return startLine === undefined ? path : `${path}:${startLine + 1}-${(endLine ?? startLine) + 1}`;
}
