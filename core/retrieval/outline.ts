import type { SyntaxCursor } from "../syntax/syntaxCursor.ts";
import { joinedChunk, longestChunk, type Piece, shortChunk } from "./chunk.ts";
import type { OutlineRules } from "./outlineRules.ts";

export type DefinitionKind =
  | "function"
  | "method"
  | "class"
  | "interface"
  | "type"
  | "namespace"
  | "variable";

export interface Definition {
  readonly name: string;
  /** With what it stands in: "Class.method". */
  readonly qualified: string;
  readonly kind: DefinitionKind;
  /** 1-based, inclusive; without the comment above it. */
  readonly startLine: number;
  readonly endLine: number;
}

export interface Outline {
  /** In order and without overlap, but not without gaps: blank lines are in none. */
  readonly pieces: readonly Piece[];
  readonly definitions: readonly Definition[];
  /** 0-based lines where a statement begins, and how deep it stands: where a long piece may be cut. */
  readonly breaks: ReadonlyMap<number, number>;
}

/** Deeper statements are not looked at: nobody cuts there, and a hostile file nests without end. */
const deepestBreak = 24;
const deepestContainer = 6;

/** Cuts a file by its syntax, visiting only the upper levels; undefined when most of it does not parse. */
export function outlineOf(cursor: SyntaxCursor, source: string, rules: OutlineRules): Outline | undefined {
  if (cursor.kind === "ERROR") return undefined;
  const reader = new OutlineReader(cursor, source, rules);
  return reader.read();
}

/** Where the container's members stand and what they are called. */
interface Container {
  readonly start: number;
  readonly end: number;
  readonly owner: string;
  readonly depth: number;
}

class OutlineReader {
  readonly #cursor: SyntaxCursor;
  readonly #source: string;
  readonly #rules: OutlineRules;
  readonly #lineStarts: number[] = [0];
  readonly #pieces: Piece[] = [];
  readonly #definitions: Definition[] = [];
  readonly #breaks = new Map<number, number>();
  #unread = 0;

  constructor(cursor: SyntaxCursor, source: string, rules: OutlineRules) {
    this.#cursor = cursor;
    this.#source = source;
    this.#rules = rules;
    for (let at = source.indexOf("\n"); at !== -1; at = source.indexOf("\n", at + 1))
      this.#lineStarts.push(at + 1);
  }

  read(): Outline | undefined {
    this.#container({ start: 0, end: this.#lineStarts.length, owner: "", depth: 0 });
    if (this.#unread > this.#source.length / 2) return undefined;
    return { pieces: this.#pieces, definitions: this.#definitions, breaks: this.#breaks };
  }

  #container(container: Container): void {
    let runStart = container.start;
    let runNames: string[] = [];
    const closeRun = (end: number): void => {
      if (end > runStart) {
        const owner = container.owner === "" || !this.#hasWords(runStart, end) ? [] : [container.owner];
        this.#pieces.push({ start: runStart, end, symbols: runNames.length > 0 ? runNames : owner });
      }
      runNames = [];
    };
    const above = new HeadLines();
    if (!this.#cursor.toFirstChild()) {
      closeRun(container.end);
      return;
    }
    do {
      const kind = this.#cursor.kind;
      const start = this.#lineOf(this.#cursor.start);
      const end = this.#endLine();
      if (this.#rules.heads.has(kind)) {
        above.add(start, end);
        continue;
      }
      if (kind === "ERROR" && container.depth === 0) this.#unread += this.#cursor.end - this.#cursor.start;
      const first = Math.max(runStart, above.take(start, end));
      this.#break(first, container.depth);
      const levels = this.#enter();
      if (levels === undefined) {
        if (end - start > longestChunk) this.#breaksBelow(container.depth + 1);
        continue;
      }
      const names = this.#define(container, start, end);
      const isOwn =
        this.#rules.definitions.get(this.#cursor.kind) !== "variable" || end - first >= shortChunk;
      if (isOwn && end > first) {
        closeRun(first);
        this.#piece({ ...container, start: first, end }, names);
        runStart = end;
      } else runNames.push(...names);
      for (let level = 0; level < levels; level++) this.#cursor.toParent();
    } while (this.#cursor.toNextSibling());
    this.#cursor.toParent();
    closeRun(container.end);
  }

  /** The definition under the cursor, cut further where it has members or is long. `place` says where it stands. */
  #piece(place: Container, names: readonly string[]): void {
    const kind = this.#rules.definitions.get(this.#cursor.kind);
    const owner = names[0] ?? place.owner;
    const long = place.end - place.start > longestChunk;
    if ((kind === "class" || kind === "namespace") && place.depth < deepestContainer && this.#enterBody()) {
      const before = this.#pieces.length;
      this.#container({ ...place, owner, depth: place.depth + 1 });
      this.#cursor.toParent();
      // A small class is read in one look.
      if (place.end - place.start <= joinedChunk) {
        const members = this.#pieces.splice(before).flatMap(({ symbols }) => symbols);
        this.#pieces.push({ start: place.start, end: place.end, symbols: [...new Set([owner, ...members])] });
      }
      return;
    }
    if (long) this.#breaksBelow(place.depth + 1);
    this.#pieces.push({ start: place.start, end: place.end, symbols: names.length > 0 ? names : [owner] });
  }

  /** Remembers what is defined under the cursor and answers its qualified names; none for one without a name. */
  #define(container: Container, start: number, end: number): string[] {
    const kind = this.#rules.definitions.get(this.#cursor.kind);
    if (kind === undefined) return [];
    const names = kind === "variable" ? this.#declaredNames() : [this.#name()];
    const inClass = container.owner !== "";
    return names
      .filter((name) => name !== undefined)
      .map((name) => {
        const qualified = inClass ? `${container.owner}.${name}` : name;
        this.#definitions.push({
          name,
          qualified,
          kind: kind === "function" && inClass ? "method" : kind,
          startLine: start + 1,
          endLine: end,
        });
        return qualified;
      });
  }

  /** Goes down to the definition that this node wraps; how many levels, or undefined when it is none. */
  #enter(): number | undefined {
    if (this.#rules.definitions.has(this.#cursor.kind)) return 0;
    if (!this.#rules.wrappers.has(this.#cursor.kind) || !this.#cursor.toFirstChild()) return undefined;
    do {
      const levels = this.#enter();
      if (levels !== undefined) return levels + 1;
    } while (this.#cursor.toNextSibling());
    this.#cursor.toParent();
    return undefined;
  }

  #enterBody(): boolean {
    if (!this.#cursor.toFirstChild()) return false;
    do if (this.#rules.bodies.has(this.#cursor.kind)) return true;
    while (this.#cursor.toNextSibling());
    this.#cursor.toParent();
    return false;
  }

  #name(): string | undefined {
    if (!this.#cursor.toFirstChild()) return undefined;
    let name: string | undefined;
    do if (this.#rules.names.has(this.#cursor.kind)) name = this.#text();
    while (name === undefined && this.#cursor.toNextSibling());
    this.#cursor.toParent();
    return name;
  }

  #declaredNames(): (string | undefined)[] {
    const names: (string | undefined)[] = [];
    if (!this.#cursor.toFirstChild()) return names;
    do if (this.#cursor.kind === "variable_declarator") names.push(this.#name());
    while (this.#cursor.toNextSibling());
    this.#cursor.toParent();
    return names;
  }

  #breaksBelow(depth: number): void {
    if (depth > deepestBreak || !this.#cursor.toFirstChild()) return;
    do {
      const start = this.#lineOf(this.#cursor.start);
      this.#break(start, depth);
      if (this.#endLine() - start > longestChunk) this.#breaksBelow(depth + 1);
    } while (this.#cursor.toNextSibling());
    this.#cursor.toParent();
  }

  #break(line: number, depth: number): void {
    if (!this.#breaks.has(line)) this.#breaks.set(line, depth);
  }

  #text(): string {
    return this.#source.slice(this.#cursor.start, this.#cursor.end);
  }

  /** False for closing brackets alone. */
  #hasWords(start: number, end: number): boolean {
    return /\w/.test(this.#source.slice(this.#lineStarts[start], this.#lineStarts[end]));
  }

  /** 0-based, exclusive. */
  #endLine(): number {
    return this.#lineOf(Math.max(this.#cursor.start, this.#cursor.end - 1)) + 1;
  }

  #lineOf(offset: number): number {
    let low = 0;
    let high = this.#lineStarts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#lineStarts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}

/** The comments and decorators directly above what comes next. */
class HeadLines {
  #first: number | undefined;
  #end = -1;
  #lastEnd = 0;

  add(start: number, end: number): void {
    // Behind a statement on its own line: it belongs to that.
    if (start < this.#lastEnd) return;
    if (this.#first === undefined || start > this.#end) this.#first = start;
    this.#end = end;
  }

  /** Where the node at these lines begins, with its head. */
  take(start: number, end: number): number {
    const first = this.#first !== undefined && this.#end >= start ? this.#first : start;
    this.#first = undefined;
    this.#lastEnd = end;
    return first;
  }
}
