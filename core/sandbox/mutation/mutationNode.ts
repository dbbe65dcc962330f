/** A node of a syntax tree, as mutation needs it. Kinds are tree-sitter's, for example "binary_operator". */
export interface MutationNode {
  readonly kind: string;
  /** False for what is only punctuation or a keyword. */
  readonly isNamed: boolean;
  /** UTF-16 offsets into the source, end exclusive. */
  readonly start: number;
  readonly end: number;
  readonly children: readonly MutationNode[];
}
