import { createStore, type StoreApi } from "zustand/vanilla";
import type { SearchFile, SearchQuery } from "../../../core/contract/search.ts";

export type SearchLine = SearchFile["lines"][number];

export type SearchPhase =
  | { readonly kind: "idle" }
  | { readonly kind: "running" }
  | { readonly kind: "done"; readonly limitHit: boolean; readonly milliseconds: number }
  | { readonly kind: "failed"; readonly message: string };

export interface SearchState {
  readonly query: SearchQuery;
  readonly replacement: string;
  readonly replaceShown: boolean;
  readonly detailsShown: boolean;
  readonly phase: SearchPhase;
  readonly files: readonly SearchFile[];
  readonly collapsed: ReadonlySet<string>;
  /** What F4 or a click went to last. */
  readonly selected: string | undefined;
  /** Turns when the field should take the keyboard with its text selected. */
  readonly focusTurn: number;
}

export type SearchStore = StoreApi<SearchState>;

export const emptyQuery: SearchQuery = {
  pattern: "",
  isRegex: false,
  matchCase: false,
  wholeWord: false,
  include: "",
  exclude: "",
};

export function createSearchStore(): SearchStore {
  return createStore<SearchState>(() => ({
    query: emptyQuery,
    replacement: "",
    replaceShown: false,
    detailsShown: false,
    phase: { kind: "idle" },
    files: [],
    collapsed: new Set(),
    selected: undefined,
    focusTurn: 0,
  }));
}

/** One match: the `span`-th of a line. */
export interface Match {
  readonly path: string;
  readonly line: SearchLine;
  readonly span: number;
}

export function matchKey(match: Match): string {
  return `${match.path}\n${match.line.line}\n${match.span}`;
}

/** Zero-based columns in the file's line, end exclusive. */
export function matchColumns({ line, span }: Match): { readonly start: number; readonly end: number } {
  const [start, end] = line.spans[span] ?? [0, 0];
  const offset = line.column - (line.spans[0]?.[0] ?? 0);
  return { start: start + offset, end: end + offset };
}

export function matchesOf(file: SearchFile): readonly Match[] {
  return file.lines.flatMap((line) => line.spans.map((_, span) => ({ path: file.path, line, span })));
}

export function countMatches(files: readonly SearchFile[]): number {
  let count = 0;
  for (const file of files) for (const line of file.lines) count += line.spans.length;
  return count;
}

/** Adds what came; a file that comes in two parts stays one. */
export function withFound(files: readonly SearchFile[], found: readonly SearchFile[]): readonly SearchFile[] {
  const merged = new Map(files.map((file) => [file.path, file] as const));
  for (const file of found) {
    const present = merged.get(file.path);
    merged.set(file.path, present ? { ...file, lines: [...present.lines, ...file.lines] } : file);
  }
  return [...merged.values()];
}

/** Without one match, or, for a key that is a path, without the file. */
export function withoutMatch(files: readonly SearchFile[], key: string): readonly SearchFile[] {
  return files.flatMap((file) => {
    if (file.path === key) return [];
    if (!key.startsWith(`${file.path}\n`)) return [file];
    const lines = file.lines.flatMap((line) => {
      const spans = line.spans.filter((_, span) => matchKey({ path: file.path, line, span }) !== key);
      return spans.length === line.spans.length ? [line] : withSpans(line, spans);
    });
    return lines.length > 0 ? [{ ...file, lines }] : [];
  });
}

/** `column` belongs to the first span: it moves when that one goes. */
function withSpans(line: SearchLine, spans: SearchLine["spans"]): readonly SearchLine[] {
  const first = spans[0];
  const before = line.spans[0];
  if (!first || !before) return [];
  return [{ ...line, spans, column: line.column + first[0] - before[0] }];
}

/** The match `by` places after (or before) `key`, around the ends. */
export function matchBeside(
  files: readonly SearchFile[],
  key: string | undefined,
  by: 1 | -1,
): Match | undefined {
  const all = files.flatMap(matchesOf);
  const index = all.findIndex((match) => matchKey(match) === key);
  if (index < 0) return by > 0 ? all[0] : all.at(-1);
  return all[(index + by + all.length) % all.length];
}
