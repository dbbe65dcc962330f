import { after, child, has, type SyntaxNode } from "../syntax/syntaxNode.ts";
import type { CodeTree } from "./codeTree.ts";
import type { Definition } from "./definitions.ts";

export interface CodeInput {
  readonly name: string;
  readonly type?: string;
  readonly default?: string;
  /** `name?: string` */
  readonly optional?: true;
  /** Takes all the arguments that are left: `*args`, `...rest`, or `**named`. */
  readonly rest?: "list" | "map";
  /** Python: can be given only so. */
  readonly by?: "position" | "name";
}

/** What a caller passes: `self`, `cls` and TypeScript's `this` are left out. A class takes what its constructor takes. */
export function inputsOf(
  tree: CodeTree,
  definition: Definition,
  definitions: readonly Definition[],
): readonly CodeInput[] {
  if (definition.kind === "class") return inputsOfClass(tree, definition, definitions);
  const { node } = definition;
  const list = child(node, "parameters", "formal_parameters");
  if (list === undefined) {
    // `x => …`
    const bare = node.kind === "arrow_function" ? child(node, "identifier") : undefined;
    return bare === undefined ? [] : [{ name: tree.text(bare) }];
  }
  const inputs = tree.isPython ? pythonInputs(tree, list) : scriptInputs(tree, list);
  return tree.isPython && definition.kind === "method" && !isStatic(tree, node) ? inputs.slice(1) : inputs;
}

function inputsOfClass(
  tree: CodeTree,
  definition: Definition,
  definitions: readonly Definition[],
): readonly CodeInput[] {
  const constructors = new Set([`${definition.name}.__init__`, `${definition.name}.constructor`]);
  const maker = definitions.find((one) => one.parent === definition && constructors.has(one.name));
  if (maker !== undefined) return inputsOf(tree, maker, definitions);
  return tree.isPython && decoratorsOf(tree, definition.node).some((one) => /\bdataclass\b/.test(one))
    ? fieldsOf(tree, definition)
    : [];
}

/** The fields of a dataclass: what its own constructor takes. */
function fieldsOf(tree: CodeTree, { body }: Definition): readonly CodeInput[] {
  return tree.named(body ?? tree.root).flatMap((statement): CodeInput[] => {
    const field = statement.kind === "expression_statement" ? child(statement, "assignment") : undefined;
    const name = field && child(field, "identifier");
    const type = field && child(field, "type");
    if (field === undefined || name === undefined || type === undefined) return [];
    return [{ name: tree.text(name), type: tree.briefOf(type), ...defaultOf(tree, field) }];
  });
}

/** Python's: "@staticmethod". */
export function decoratorsOf(tree: CodeTree, node: SyntaxNode): readonly string[] {
  const around = tree.parent(node);
  if (around?.kind !== "decorated_definition") return [];
  return around.children.filter(({ kind }) => kind === "decorator").map((one) => tree.briefOf(one));
}

function isStatic(tree: CodeTree, node: SyntaxNode): boolean {
  return decoratorsOf(tree, node).some((one) => /^@\s*staticmethod\b/.test(one));
}

function pythonInputs(tree: CodeTree, list: SyntaxNode): readonly CodeInput[] {
  const inputs: CodeInput[] = [];
  let onlyByName = false;
  for (const one of tree.named(list)) {
    if (one.kind === "positional_separator")
      for (const [index, input] of inputs.entries()) inputs[index] = { ...input, by: "position" };
    else if (one.kind === "keyword_separator") onlyByName = true;
    else {
      const input = pythonInput(tree, one);
      if (input === undefined) continue;
      inputs.push(onlyByName && input.rest === undefined ? { ...input, by: "name" } : input);
      if (input.rest === "list") onlyByName = true;
    }
  }
  return inputs;
}

function pythonInput(tree: CodeTree, node: SyntaxNode): CodeInput | undefined {
  const splat = isSplat(node) ? node : child(node, "list_splat_pattern", "dictionary_splat_pattern");
  const name = node.kind === "identifier" ? node : child(splat ?? node, "identifier");
  if (name === undefined) return undefined;
  const type = child(node, "type");
  return {
    name: tree.text(name),
    ...(type === undefined ? {} : { type: tree.briefOf(type) }),
    ...defaultOf(tree, node),
    ...(splat === undefined
      ? {}
      : { rest: splat.kind === "list_splat_pattern" ? ("list" as const) : ("map" as const) }),
  };
}

function isSplat({ kind }: SyntaxNode): boolean {
  return kind === "list_splat_pattern" || kind === "dictionary_splat_pattern";
}

function scriptInputs(tree: CodeTree, list: SyntaxNode): readonly CodeInput[] {
  return tree.named(list).flatMap((one): CodeInput[] => {
    const inner = one.children.find(({ kind }) => /^(identifier|this|\w+_pattern)$/.test(kind));
    if (inner === undefined || inner.kind === "this") return [];
    const rest = inner.kind === "rest_pattern" ? tree.named(inner)[0] : undefined;
    const annotation = child(one, "type_annotation");
    return [
      {
        name: tree.briefOf(rest ?? inner, 80),
        ...(annotation === undefined ? {} : { type: annotationText(tree, annotation) }),
        ...defaultOf(tree, one),
        ...(has(one, "?") ? { optional: true as const } : {}),
        ...(rest === undefined ? {} : { rest: "list" as const }),
      },
    ];
  });
}

/** `: number` without the colon. */
export function annotationText(tree: CodeTree, annotation: SyntaxNode): string {
  return tree.briefOf(annotation).replace(/^:\s*/, "");
}

function defaultOf(tree: CodeTree, node: SyntaxNode): { readonly default?: string } {
  const value = after(node, "=");
  return value === undefined ? {} : { default: tree.briefOf(value, 80) };
}
