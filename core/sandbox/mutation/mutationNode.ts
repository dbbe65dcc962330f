/** The part of a syntax tree's node that mutation needs; ast-grep's nodes are such. */
export interface MutationNode {
  /** The grammar's name for it, for example "binary_operator". */
  kind(): string;
  text(): string;
  isNamed(): boolean;
  /** UTF-16 offsets into the source, zero-based lines. */
  range(): {
    readonly start: { readonly index: number; readonly line: number };
    readonly end: { readonly index: number; readonly line: number };
  };
  children(): readonly MutationNode[];
  parent(): MutationNode | null;
}
