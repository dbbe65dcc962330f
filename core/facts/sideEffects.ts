import { after, type SyntaxNode } from "../syntax/syntaxNode.ts";
import type { Bindings } from "./bindings.ts";
import { callAt, calledName } from "./calledName.ts";
import type { CodeTree } from "./codeTree.ts";
import type { Definition } from "./definitions.ts";
import { changesItsObject, wellKnownCall } from "./wellKnownCalls.ts";

export interface SideEffect {
  readonly line: number;
  /** "sets self.total", "changes the parameter items", "prints (print)". */
  readonly what: string;
}

export interface EffectContext {
  readonly tree: CodeTree;
  readonly bindings: Bindings;
  readonly fullNames: ReadonlyMap<string, string>;
}

/** What a function changes beyond its own variables and what it does to the world, by well-known names; each once, at its first line. */
export function sideEffectsOf(
  context: EffectContext,
  definition: Definition,
  nodes: Iterable<SyntaxNode>,
): readonly SideEffect[] {
  const found = new Map<string, SideEffect>();
  const add = (node: SyntaxNode, what: string | undefined): void => {
    if (what !== undefined && !found.has(what)) found.set(what, { line: context.tree.line(node), what });
  };
  for (const node of nodes) {
    for (const target of targetsOf(context.tree, node)) add(target, writes(context, definition, target));
    const call = callAt(node);
    if (call !== undefined) add(call.node, calls(context, definition, call.callee));
  }
  return [...found.values()];
}

/** What a statement writes to: names, attributes and elements. */
function targetsOf(tree: CodeTree, node: SyntaxNode): readonly SyntaxNode[] {
  switch (node.kind) {
    case "assignment":
    case "augmented_assignment":
    case "assignment_expression":
    case "augmented_assignment_expression":
      return unpacked(tree, node.children.slice(0, 1));
    case "update_expression":
    case "delete_statement":
      return unpacked(tree, tree.named(node));
    case "unary_expression": {
      const deleted = after(node, "delete");
      return deleted === undefined ? [] : [deleted];
    }
    default:
      return [];
  }
}

function unpacked(tree: CodeTree, targets: readonly SyntaxNode[]): readonly SyntaxNode[] {
  return targets.flatMap((target) =>
    [...tree.nodes(target, isPattern)].filter((node) => node.isNamed && !isPattern(node)),
  );
}

function isPattern({ kind }: SyntaxNode): boolean {
  return /(_pattern|^pattern_list|^expression_list|^tuple|^list)$/.test(kind);
}

function writes(context: EffectContext, definition: Definition, target: SyntaxNode): string | undefined {
  const { tree } = context;
  if (target.kind === "identifier") {
    const name = tree.text(target);
    return isInside(context, definition, name, target) ? undefined : `sets ${name}, which is defined outside`;
  }
  return changes(context, definition, target, isMember(target) ? "sets" : "changes");
}

function isMember({ kind }: SyntaxNode): boolean {
  return kind === "attribute" || kind === "member_expression";
}

function isElement({ kind }: SyntaxNode): boolean {
  return kind === "subscript" || kind === "subscript_expression";
}

function changes(
  context: EffectContext,
  definition: Definition,
  place: SyntaxNode,
  verb: string,
): string | undefined {
  const { tree, bindings } = context;
  let root = place;
  while ((isMember(root) || isElement(root) || root.kind === "non_null_expression") && root.children[0])
    [root] = root.children;
  const name = tree.text(root);
  // "changes self.rows" for `self.rows[0] = 1`.
  const written = calledName(tree, isElement(place) ? (place.children[0] ?? place) : place);
  if (root.kind === "this" || root.kind === "super") return `${verb} ${written}`;
  if (root.kind !== "identifier") return undefined;
  if (tree.isPython && /^(self|cls)$/.test(name)) return `${verb} ${written}`;
  const known = bindings.find(name, root);
  if (known.some(({ how }) => how === "parameter") && isInside(context, definition, name, root))
    return written === name ? `changes the parameter ${name}` : `${verb} ${written} of a parameter`;
  return isInside(context, definition, name, root)
    ? undefined
    : `${verb} ${written}, which is defined outside`;
}

function isInside(
  { bindings }: EffectContext,
  definition: Definition,
  name: string,
  at: SyntaxNode,
): boolean {
  const scope = bindings.scopeOf(name, at);
  const { start, end } = definition.node;
  return scope !== undefined && start <= scope.start && scope.end <= end;
}

function calls(context: EffectContext, definition: Definition, callee: SyntaxNode): string | undefined {
  const { tree, bindings, fullNames } = context;
  const written = calledName(tree, callee);
  const first = /^[\w$]+/.exec(written)?.[0] ?? "";
  const known = bindings.find(first, callee);
  const isOwn = known.length > 0 && known.every(({ how, name }) => how !== "import" && !fullNames.has(name));
  const full = isOwn ? undefined : `${fullNames.get(first) ?? first}${written.slice(first.length)}`;
  const what = wellKnownCall(written, full);
  if (what !== undefined) return `${what} (${written})`;
  const object = isMember(callee) ? callee.children[0] : undefined;
  const name = callee.children.at(-1);
  if (object === undefined || name === undefined) return undefined;
  if (!changesItsObject(tree.text(name), tree.isPython)) return undefined;
  // `self.add(…)` is a method of its own.
  if (/^(self|cls|this|super)$/.test(tree.text(object))) return undefined;
  // A module has no such state: `heapq.pop`.
  if (known.some(({ how }) => how === "import") && object.kind === "identifier") return undefined;
  return changes(context, definition, object, "changes");
}
