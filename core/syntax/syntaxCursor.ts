/** Walks a concrete tree as tree-sitter names it, without copying it. Stands at the root at first. */
export interface SyntaxCursor {
  readonly kind: string;
  /** Offsets in UTF-16 units, end exclusive. */
  readonly start: number;
  readonly end: number;
  /** Each answers whether there was such a node; the cursor has not moved otherwise. */
  toFirstChild(): boolean;
  toNextSibling(): boolean;
  toParent(): boolean;
}

/** Reads a source and walks its tree, for whoever needs only the upper levels. */
export interface SyntaxWalker {
  /** Readies a language; before that `walk` throws. Quick from the second time on. */
  load(language: string): Promise<void>;
  /** @returns undefined for a language without a grammar */
  walk<T>(language: string, path: string, source: string, visit: (cursor: SyntaxCursor) => T): T | undefined;
}
