import type { SyntaxNode } from "./syntaxNode.ts";

/** Reads sources into syntax trees. Python, JavaScript and TypeScript, each with and without JSX. */
export interface SyntaxParser {
  /** Whether there is a grammar for it. */
  reads(language: string, path: string): boolean;
  /** Readies a language and what it may import; before that `parse` throws. Quick from the second time on. */
  load(language: string): Promise<void>;
  /**
   * @param language as the editor names it; the path's ending decides between a language's dialects
   * @returns undefined for a language without a grammar
   */
  parse(language: string, path: string, source: string): SyntaxNode | undefined;
}
