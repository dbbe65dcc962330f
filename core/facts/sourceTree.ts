import type { SyntaxNode } from "../syntax/syntaxNode.ts";

/** A source and what the parser read of it. */
export interface SourceTree {
  /** As the editor names it. */
  readonly language: string;
  readonly path: string;
  readonly source: string;
  readonly root: SyntaxNode;
}
