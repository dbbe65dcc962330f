import type { SyntaxNode } from "../../syntax/syntaxNode.ts";
import type { MutationGrammar } from "./grammar.ts";

export interface NamedFunction {
  /** With the classes and functions around it: "Basket.total". */
  readonly name: string;
  readonly node: SyntaxNode;
}

const nameKinds = new Set([
  "identifier",
  "property_identifier",
  "private_property_identifier",
  "type_identifier",
]);

/** Every function of a file that has a name, in the order of the text. */
export function namedFunctions(
  root: SyntaxNode,
  source: string,
  grammar: MutationGrammar,
): readonly NamedFunction[] {
  const found: NamedFunction[] = [];
  const visit = (node: SyntaxNode, above: readonly string[], given: string | undefined): void => {
    const isFunction = grammar.functions.has(node.kind);
    const isNaming = isFunction || grammar.classes.has(node.kind);
    const own = isNaming ? (ownName(node, source) ?? given) : undefined;
    const path = own === undefined ? above : [...above, own];
    if (isFunction && own !== undefined) found.push({ name: path.join("."), node });
    // `const f = () => …`, `f = () => …` in a class, `f: () => …` in an object: the name stands before the function.
    const lends = /^(variable_declarator|public_field_definition|field_definition|pair)$/.test(node.kind);
    for (const child of node.children) visit(child, path, lends ? ownName(node, source) : undefined);
  };
  visit(root, [], undefined);
  return found;
}

function ownName(node: SyntaxNode, source: string): string | undefined {
  // An arrow's only identifier is its parameter.
  if (node.kind === "arrow_function") return undefined;
  const name = node.children.find(({ kind }) => nameKinds.has(kind));
  return name === undefined ? undefined : source.slice(name.start, name.end);
}

/** By its whole name, or by its last part where only one function has it. */
export function findFunction(functions: readonly NamedFunction[], name: string): NamedFunction | undefined {
  const exact = functions.find((one) => one.name === name);
  if (exact !== undefined) return exact;
  const endings = functions.filter((one) => one.name.endsWith(`.${name}`));
  return endings.length === 1 ? endings[0] : undefined;
}
