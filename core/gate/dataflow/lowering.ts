// What both lowerings share.
import type { SyntaxNode } from "../../syntax/syntaxNode.ts";
import type { Expression, Span } from "./tree.ts";

export const span = ({ start, end }: SyntaxNode): Span => ({ start, end });

/** Stands where an expression is missing. */
export const nothing = (node: SyntaxNode): Expression => ({
  ...span(node),
  type: "constant",
  value: undefined,
});
