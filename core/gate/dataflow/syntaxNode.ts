/** A node of a concrete syntax tree as tree-sitter names it; offsets in UTF-16 units, end exclusive. */
export interface SyntaxNode {
  readonly kind: string;
  readonly start: number;
  readonly end: number;
  readonly children: readonly SyntaxNode[];
}

/** Reads a concrete tree together with its source. Punctuation's kind is its own text. */
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
    return node.children.filter((child) => isNamed(child) && child.kind !== "comment");
  }
}

/** Keywords and operators have their own text as kind; real kinds are longer words that hold an underscore or are listed. */
const keywords = new Set(
  "abstract and as assert async await break case catch class const continue debugger declare def default del delete do elif else enum except exec export extends finally for from function get global if implements import in instanceof interface is lambda let match namespace new nonlocal not of or pass private protected public print raise readonly return satisfies set static switch throw try type typeof using var void while with yield".split(
    " ",
  ),
);
/** Words that are both: `import` stands as a node where it is called, `string` where it is a literal. */
function isNamed(node: SyntaxNode): boolean {
  if (!/^[A-Za-z]/.test(node.kind)) return false;
  return node.children.length > 0 || !keywords.has(node.kind);
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
export function errorsIn(node: SyntaxNode): SyntaxNode[] {
  return node.kind === "ERROR" ? [node] : node.children.flatMap(errorsIn);
}
