import { lineAt, lineStarts } from "../base/lines.ts";
import { type SyntaxNode, SyntaxReader } from "../syntax/syntaxNode.ts";
import type { SourceTree } from "./sourceTree.ts";

/**
 * A tree that knows each node's parent and line. Nothing here or in what reads it recurses along the tree: generated
 * code nests deeper than a stack.
 */
export class CodeTree extends SyntaxReader {
  readonly root: SyntaxNode;
  readonly path: string;
  readonly isPython: boolean;
  readonly #parents = new Map<SyntaxNode, SyntaxNode>();
  readonly #starts: readonly number[];

  constructor({ language, path, source, root }: SourceTree) {
    super(source);
    this.root = root;
    this.path = path;
    this.isPython = language === "python";
    this.#starts = lineStarts(source);
    for (const node of this.nodes()) for (const one of node.children) this.#parents.set(one, node);
  }

  get lineCount(): number {
    return this.#starts.length;
  }

  parent(node: SyntaxNode): SyntaxNode | undefined {
    return this.#parents.get(node);
  }

  /** From the parent outwards. */
  *ancestors(node: SyntaxNode): Generator<SyntaxNode> {
    for (let above = this.parent(node); above !== undefined; above = this.parent(above)) yield above;
  }

  /**
   * A node and all below it, in the order of the text.
   * @param enters whether to go below a node; the node itself is given either way
   */
  *nodes(
    from: SyntaxNode = this.root,
    enters: (node: SyntaxNode) => boolean = () => true,
  ): Generator<SyntaxNode> {
    const waiting = [from];
    for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
      yield node;
      if (!enters(node)) continue;
      for (let index = node.children.length - 1; index >= 0; index--) {
        const one = node.children[index];
        if (one !== undefined) waiting.push(one);
      }
    }
  }

  /** Zero-based. */
  line(node: SyntaxNode): number {
    return this.lineOf(node.start);
  }

  lineOf(offset: number): number {
    return lineAt(this.#starts, offset);
  }

  /** The line of its last character. */
  endLine(node: SyntaxNode): number {
    return this.lineOf(Math.max(node.start, node.end - 1));
  }

  /** Offset of a line's first character. */
  startOf(line: number): number {
    return this.#starts[line] ?? this.source.length;
  }

  lineText(line: number): string {
    return this.source.slice(this.startOf(line), this.startOf(line + 1));
  }

  /** On one line, cut where it gets long. */
  brief(start: number, end: number, longest = 160): string {
    const text = this.source
      .slice(start, Math.min(end, start + 4 * longest))
      .replace(/([([])\s*\n\s*/g, "$1")
      .replace(/,?\s*\n\s*([)\]])/g, "$1")
      .replace(/\s+/g, " ")
      .trim();
    return text.length <= longest && end <= start + 4 * longest ? text : `${text.slice(0, longest - 1)}…`;
  }

  briefOf(node: SyntaxNode, longest?: number): string {
    return this.brief(node.start, node.end, longest);
  }
}
