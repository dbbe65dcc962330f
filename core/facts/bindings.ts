import { child, has, type SyntaxNode } from "../syntax/syntaxNode.ts";
import type { CodeTree } from "./codeTree.ts";
import { bodyOf } from "./definitions.ts";
import { isName, nameUse } from "./nameUse.ts";

export interface Binding {
  readonly name: string;
  readonly node: SyntaxNode;
  readonly how: "assignment" | "definition" | "except" | "import" | "loop" | "parameter" | "with";
  /** What gives the name its value: a parameter, a statement's head. */
  readonly place: SyntaxNode;
}

const pythonScopes =
  /^(module|function_definition|lambda|class_definition|generator_expression|\w+_comprehension)$/;
const scriptFunctions =
  /^(program|function_declaration|generator_function_declaration|function_expression|generator_function|arrow_function|method_definition)$/;
const scriptBlocks =
  /^(statement_block|for_statement|for_in_statement|catch_clause|switch_body|class_static_block)$/;

/** Which names are bound where, as each language sees it. */
export class Bindings {
  readonly #tree: CodeTree;
  readonly #scopes = new Map<SyntaxNode, Map<string, Binding[]>>();

  constructor(tree: CodeTree) {
    this.#tree = tree;
    const undeclared: Binding[] = [];
    const outer = tree.isPython ? outerNames(tree) : undefined;
    for (const node of tree.nodes()) {
      if (!isName(node)) continue;
      const use = nameUse(tree, node);
      if (use === "read" || use === "label") continue;
      const binding = { name: tree.text(node), node, ...placeOf(tree, node) };
      const scope = tree.isPython ? pythonScope(tree, binding, outer) : scriptScope(tree, binding);
      if (scope === undefined) undeclared.push(binding);
      else this.#add(scope, binding);
    }
    // JavaScript assigns where the name was declared.
    for (const binding of undeclared)
      this.#add(this.scopeOf(binding.name, binding.node) ?? tree.root, binding);
  }

  /** Where a name that is read at a node comes from: all its bindings in the nearest scope that has one, in the order of the text. */
  find(name: string, at: SyntaxNode): readonly Binding[] {
    const scope = this.scopeOf(name, at);
    return (scope && this.#scopes.get(scope)?.get(name)) ?? [];
  }

  /** The nearest scope that binds the name. */
  scopeOf(name: string, at: SyntaxNode): SyntaxNode | undefined {
    let isInner = true;
    for (const above of this.#tree.ancestors(at)) {
      // A class's names are not seen from its methods.
      const isHidden = above.kind === "class_definition" && !isInner;
      if (!isHidden && this.#scopes.get(above)?.has(name)) return above;
      if (/^(function_definition|lambda)$/.test(above.kind)) isInner = false;
    }
    return undefined;
  }

  #add(scope: SyntaxNode, binding: Binding): void {
    const names = this.#scopes.get(scope) ?? new Map<string, Binding[]>();
    this.#scopes.set(scope, names);
    const known = names.get(binding.name);
    if (known === undefined) names.set(binding.name, [binding]);
    else known.push(binding);
  }
}

/** The head of a binding on one line. */
export function bindingText(tree: CodeTree, { place }: Binding): string {
  const body = bodyOf(place) ?? child(place, "statement_block");
  return tree.brief(place.start, body === undefined ? place.end : body.start);
}

function placeOf(tree: CodeTree, node: SyntaxNode): Pick<Binding, "how" | "place"> {
  let inner = node;
  for (const above of tree.ancestors(node)) {
    switch (above.kind) {
      case "parameters":
      case "formal_parameters":
      case "lambda_parameters":
        return { how: "parameter", place: inner };
      case "type_parameter":
        return { how: "parameter", place: above };
      case "arrow_function":
        if (inner === node) return { how: "parameter", place: node };
        break;
      case "for_statement":
      case "for_in_clause":
      case "for_in_statement":
        return { how: "loop", place: above };
      case "with_statement":
        return { how: "with", place: above };
      case "except_clause":
      case "catch_clause":
        return { how: "except", place: above };
      case "case_clause":
      case "named_expression":
      case "assignment_expression":
      case "augmented_assignment_expression":
      case "update_expression":
        return { how: "assignment", place: above };
    }
    if (/import/.test(above.kind) && above.kind.endsWith("_statement"))
      return { how: "import", place: above };
    if (/(_definition|function_expression|^class$|(?<!lexical|variable)_declaration)$/.test(above.kind))
      return { how: "definition", place: above };
    if (/(_statement|_declaration)$/.test(above.kind)) return { how: "assignment", place: above };
    inner = above;
  }
  return { how: "assignment", place: node };
}

/** What functions name `global` and `nonlocal`. */
function outerNames(tree: CodeTree): ReadonlyMap<SyntaxNode, ReadonlyMap<string, string>> {
  const outer = new Map<SyntaxNode, Map<string, string>>();
  for (const node of tree.nodes()) {
    if (node.kind !== "global_statement" && node.kind !== "nonlocal_statement") continue;
    const holder = enclosing(tree, node, /^function_definition$/);
    if (holder === undefined) continue;
    const names = outer.get(holder) ?? new Map<string, string>();
    outer.set(holder, names);
    for (const one of node.children) if (one.kind === "identifier") names.set(tree.text(one), node.kind);
  }
  return outer;
}

function pythonScope(
  tree: CodeTree,
  { name, node, how, place }: Binding,
  outer: ReadonlyMap<SyntaxNode, ReadonlyMap<string, string>> | undefined,
): SyntaxNode {
  const from = how === "definition" ? place : node;
  const isOwn = place.kind === "for_in_clause" || how === "parameter";
  const scopes = isOwn ? pythonScopes : /^(module|function_definition|class_definition|lambda)$/;
  const scope = enclosing(tree, from, scopes) ?? tree.root;
  const declared = outer?.get(scope)?.get(name);
  if (declared === undefined) return scope;
  return declared === "global_statement"
    ? tree.root
    : (enclosing(tree, scope, /^function_definition$/) ?? tree.root);
}

/** Undefined where the name is assigned and not declared. */
function scriptScope(tree: CodeTree, { how, place }: Binding): SyntaxNode | undefined {
  switch (how) {
    case "import":
      return tree.root;
    case "parameter":
      return holderOfParameter(tree, place);
    case "definition":
      return place.kind === "function_expression" || place.kind === "class"
        ? place
        : blockAround(tree, place);
    case "except":
      return place;
    case "loop":
      return declaresIn(place) ? place : undefined;
    default:
      if (place.kind === "variable_declaration") return enclosing(tree, place, scriptFunctions) ?? tree.root;
      return place.kind === "lexical_declaration" ? blockAround(tree, place) : undefined;
  }
}

/** The function or the type that a parameter belongs to. */
function holderOfParameter(tree: CodeTree, place: SyntaxNode): SyntaxNode {
  const list = tree.parent(place) ?? tree.root;
  return list.kind === "arrow_function" ? list : (tree.parent(list) ?? tree.root);
}

function declaresIn(loop: SyntaxNode): boolean {
  return ["const", "let", "var"].some((keyword) => has(loop, keyword));
}

function blockAround(tree: CodeTree, node: SyntaxNode): SyntaxNode {
  for (const above of tree.ancestors(node))
    if (scriptBlocks.test(above.kind) || scriptFunctions.test(above.kind)) return above;
  return tree.root;
}

function enclosing(tree: CodeTree, node: SyntaxNode, kinds: RegExp): SyntaxNode | undefined {
  for (const above of tree.ancestors(node)) if (kinds.test(above.kind)) return above;
  return undefined;
}
