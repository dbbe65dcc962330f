import { lowerJavascript } from "../../../core/gate/dataflow/lowerJavascript.ts";
import { lowerPython } from "../../../core/gate/dataflow/lowerPython.ts";
import type { FlowProgram, Span } from "../../../core/gate/dataflow/tree.ts";
import { errorsIn, type SyntaxNode } from "../../../core/syntax/syntaxNode.ts";
import type { SyntaxParser } from "../../../core/syntax/syntaxParser.ts";

export interface Parsed {
  readonly root: SyntaxNode;
  readonly program: FlowProgram;
  /** What the parser could not make sense of. */
  readonly broken: readonly Span[];
}

/** Sources as flow trees. Shared by the analyzers, which read the same text one after the other. */
export class FlowPrograms {
  readonly #parser: SyntaxParser;
  #latest: { readonly key: string; readonly source: string; readonly parsed: Parsed | undefined } | undefined;

  constructor(parser: SyntaxParser) {
    this.#parser = parser;
  }

  reads(language: string, path: string): boolean {
    return this.#parser.reads(language, path);
  }

  /** To be waited for before the first `parse` of a language. */
  load(language: string): Promise<void> {
    return this.#parser.load(language);
  }

  /** The text that is judged, kept for the next analyzer. undefined for a language that has no flow tree. */
  parse(language: string, path: string, source: string): Parsed | undefined {
    const key = `${language}\0${path}`;
    if (this.#latest?.source !== source || this.#latest.key !== key)
      this.#latest = { key, source, parsed: this.parseOnce(language, path, source) };
    return this.#latest.parsed;
  }

  /** A piece of it, or another file. */
  parseOnce(language: string, path: string, source: string): Parsed | undefined {
    const root = this.#parser.parse(language, path, source);
    const lower = language === "python" ? lowerPython : lowerJavascript;
    return root && { root, program: lower(root, source), broken: errorsIn(root) };
  }
}
