/** A node of a concrete syntax tree as tree-sitter names it; offsets in UTF-16 units, end exclusive. */
export interface SyntaxNode {
  readonly kind: string;
  /** False for punctuation, operators and keywords, whose kind is their own text. */
  readonly isNamed: boolean;
  readonly start: number;
  readonly end: number;
  readonly children: readonly SyntaxNode[];
}

/** Reads a concrete tree together with its source. */
export class SyntaxReader {
  readonly source: string;

  constructor(source: string) {
    this.source = source;
  }

  text(node: SyntaxNode): string {
    return this.source.slice(node.start, node.end);
  }

  /** Children that mean something: no punctuation, keywords or comments. */
  named(node: SyntaxNode): readonly SyntaxNode[] {
    return node.children.filter((child) => child.isNamed && child.kind !== "comment");
  }
}

export function child(node: SyntaxNode, ...kinds: readonly string[]): SyntaxNode | undefined {
  return node.children.find((one) => kinds.includes(one.kind));
}

export function has(node: SyntaxNode, kind: string): boolean {
  return node.children.some((one) => one.kind === kind);
}

/** What stands after the first `token`, or undefined. */
export function after(node: SyntaxNode, token: string): SyntaxNode | undefined {
  const at = node.children.findIndex((one) => one.kind === token);
  return at === -1 ? undefined : node.children.slice(at + 1).find((one) => one.kind !== "comment");
}

/** What the parser could not make sense of, outermost first. */
export function errorsIn(root: SyntaxNode): SyntaxNode[] {
  const errors: SyntaxNode[] = [];
  const waiting = [root];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (node.kind === "ERROR") errors.push(node);
    else
      for (let index = node.children.length - 1; index >= 0; index--) {
        const one = node.children[index];
        if (one !== undefined) waiting.push(one);
      }
  }
  return errors;
}
