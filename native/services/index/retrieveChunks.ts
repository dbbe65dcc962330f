import { ok, type Result } from "../../../core/base/result.ts";
import type { Failure } from "../../../core/contract/failure.ts";
import type { RetrievedChunk, RetrievedVia, RetrieveOptions } from "../../../core/contract/retrieval.ts";
import type { EmbedderSupply } from "../../../core/retrieval/embedder.ts";
import { fuse, type RankedList } from "../../../core/retrieval/fuse.ts";
import type {
  IndexStore,
  ScoredChunk,
  StoredChunk,
  SymbolGraph,
  VectorStore,
} from "../../../core/retrieval/indexStore.ts";
import { questionWords } from "../../../core/retrieval/questionWords.ts";

export interface RetrieveParts {
  readonly store: IndexStore & SymbolGraph & VectorStore;
  readonly embedders: EmbedderSupply;
}

/** How deep each list goes into the fusion. */
const listed = 60;
/** With an open file, how many of the lexical hits are looked through for those that it imports. */
const listedNear = 300;
const mostNames = 12;
/** A name that is defined more often than this names nothing in particular. */
const mostDefinitions = 6;
const mostNeighbours = 200;

/** The chunks that fit a question best, best first. */
export async function retrieveChunks(
  parts: RetrieveParts,
  query: string,
  options: RetrieveOptions,
  signal: AbortSignal,
): Promise<Result<readonly RetrievedChunk[], Failure>> {
  const { mode, limit } = options;
  const depth = Math.max(listed, limit);
  const lists: RankedList<RetrievedVia, StoredChunk>[] = [];
  if (mode !== "lexical") {
    const semantic = await bySense(parts, query, depth, signal);
    if (!semantic.ok && (mode === "semantic" || semantic.error.code === "cancelled")) return semantic;
    if (mode === "semantic") return semantic.ok ? ok(alone(semantic.value, "semantic", limit)) : semantic;
    if (semantic.ok) lists.push({ via: "semantic", weight: 1, items: semantic.value });
  }
  const words = questionWords(query);
  const lexical = parts.store.rank(words, options.near === undefined ? depth : listedNear);
  if (!lexical.ok) return lexical;
  if (mode === "lexical") return ok(alone(lexical.value, "lexical", limit));
  const byWords = lexical.value.slice(0, depth);
  lists.push({ via: "lexical", weight: 1, items: byWords });
  if (lists.some(({ via, items }) => via === "semantic" && items.length > 0)) {
    const unread = notYetRead(parts.store, byWords);
    if (!unread.ok) return unread;
    lists.push(unread.value);
  }
  const named = byName(parts.store, query);
  if (!named.ok) return named;
  const near = options.near === undefined ? ok([]) : byImports(parts.store, options.near, lexical.value);
  if (!near.ok) return near;
  lists.push(
    { via: "symbol", weight: 1, items: named.value },
    { via: "symbol", weight: 1, items: near.value },
  );
  return ok(
    fuse(lists, ({ id }) => id)
      .slice(0, limit)
      .map(({ item, score, via }) => retrieved(item, score, via)),
  );
}

/**
 * While vectors are being made, what has none cannot be found by sense and would stand behind everything that can. It is
 * taken to stand there where it stands by its words.
 */
function notYetRead(
  store: VectorStore,
  byWords: readonly StoredChunk[],
): Result<RankedList<RetrievedVia, StoredChunk>, Failure> {
  const without = store.withoutVector(byWords.map(({ id }) => id));
  if (!without.ok) return without;
  const placed = byWords
    .map((item, place) => ({ item, place }))
    .filter(({ item }) => without.value.has(item.id));
  return ok({
    via: "lexical",
    weight: 1,
    items: placed.map(({ item }) => item),
    places: placed.map(({ place }) => place),
  });
}

async function bySense(
  { store, embedders }: RetrieveParts,
  query: string,
  limit: number,
  signal: AbortSignal,
): Promise<Result<readonly ScoredChunk[], Failure>> {
  const has = store.hasVectors();
  if (!has.ok) return has;
  if (!has.value) return ok([]);
  const embedder = await embedders.current();
  if (!embedder.ok) return embedder;
  const made = await embedder.value.embed([query], signal, "now");
  if (!made.ok) return made;
  const [vector] = made.value;
  return vector === undefined ? ok([]) : store.nearest(embedder.value.model, vector, limit);
}

/** Where the names are defined that the question spells out. */
function byName(store: SymbolGraph, query: string): Result<readonly StoredChunk[], Failure> {
  const words = [...new Set(query.match(/[\p{L}_$][\p{L}\p{N}_$]*/gu) ?? [])];
  const names = words.length <= 2 ? words : words.filter(isName);
  const chunks: StoredChunk[] = [];
  for (const name of names.slice(0, mostNames)) {
    const places = store.definitionsOf(name, mostDefinitions + 1);
    if (!places.ok) return places;
    if (places.value.length > mostDefinitions) continue;
    for (const { path, startLine } of places.value) {
      const found = store.chunkAt(path, startLine);
      if (!found.ok) return found;
      if (found.value !== undefined) chunks.push(found.value);
    }
  }
  return ok(chunks);
}

/** With underscores, inner capitals or digits: no word of a language that people speak. */
function isName(word: string): boolean {
  return /[_$\p{N}]|\p{Ll}\p{Lu}|\p{Lu}{2}\p{Ll}/u.test(word);
}

/** Of what fits by its words, what stands in files that the open one imports, or that import it. */
function byImports(
  store: SymbolGraph,
  near: string,
  lexical: readonly StoredChunk[],
): Result<readonly StoredChunk[], Failure> {
  const imports = store.importsOf(near, mostNeighbours);
  if (!imports.ok) return imports;
  const importers = store.importersOf(near, mostNeighbours);
  if (!importers.ok) return importers;
  const neighbours = new Set([...imports.value, ...importers.value]);
  return ok(lexical.filter(({ path }) => neighbours.has(path)).slice(0, listed));
}

function alone(chunks: readonly ScoredChunk[], via: RetrievedVia, limit: number): RetrievedChunk[] {
  return chunks.slice(0, limit).map((chunk) => retrieved(chunk, chunk.score, [via]));
}

function retrieved(
  { path, startLine, endLine, symbol }: StoredChunk,
  score: number,
  via: readonly RetrievedVia[],
): RetrievedChunk {
  return { path, startLine, endLine, ...(symbol === undefined ? {} : { symbol }), score, via };
}
