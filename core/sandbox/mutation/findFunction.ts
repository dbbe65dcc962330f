import type { SyntaxNode } from "../../syntax/syntaxNode.ts";
import type { MutationGrammar } from "./grammar.ts";

export interface NamedFunction {
  /** With the classes and functions around it: "Basket.total". */
  readonly name: string;
  readonly node: SyntaxNode;
}

export interface NamedDefinition extends NamedFunction {
  readonly kind: "function" | "class";
  /** The function or class directly around it. */
  readonly parent?: NamedDefinition;
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
  return namedDefinitions(root, source, grammar)
    .filter(({ kind }) => kind === "function")
    .map(({ name, node }) => ({ name, node }));
}

interface Visit {
  readonly node: SyntaxNode;
  readonly parent: NamedDefinition | undefined;
  /** What the node's parent calls it. */
  readonly given: string | undefined;
}

/** Every function and class of a file that has a name, in the order of the text. */
export function namedDefinitions(
  root: SyntaxNode,
  source: string,
  grammar: MutationGrammar,
): readonly NamedDefinition[] {
  const found: NamedDefinition[] = [];
  const waiting: Visit[] = [{ node: root, parent: undefined, given: undefined }];
  for (let visit = waiting.pop(); visit !== undefined; visit = waiting.pop()) {
    const { node, given } = visit;
    let { parent } = visit;
    const isFunction = grammar.functions.has(node.kind);
    // The keyword "class" is a kind too.
    const isClass = node.isNamed && grammar.classes.has(node.kind);
    const own = isFunction || isClass ? (ownName(node, source) ?? given) : undefined;
    if (own !== undefined) {
      const name = parent === undefined ? own : `${parent.name}.${own}`;
      parent = {
        name,
        node,
        kind: isFunction ? "function" : "class",
        ...(parent === undefined ? {} : { parent }),
      };
      found.push(parent);
    }
    // `const f = () => …`, `f = () => …` in a class, `f: () => …` in an object: the name stands before the function.
    const lends = /^(variable_declarator|public_field_definition|field_definition|pair)$/.test(node.kind);
    const lent = lends ? ownName(node, source) : undefined;
    for (const child of node.children.toReversed()) waiting.push({ node: child, parent, given: lent });
  }
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
