import { child, type SyntaxNode } from "../syntax/syntaxNode.ts";
import type { CodeTree } from "./codeTree.ts";
import { goalName } from "./goalName.ts";

/** One part of a condition, as tests would name it. */
export interface Condition {
  readonly node: SyntaxNode;
  readonly text: string;
  /** Where it holds, and where it does not. */
  readonly name: string;
  readonly otherwise: string;
  /** `amount` and `100` of `amount > 100`: equal is the boundary. */
  readonly boundary?: { readonly left: string; readonly right: string };
  /** What is empty where it holds (or where it does not), for a condition that asks just that. */
  readonly empty?: { readonly what: string; readonly where: "holds" | "fails" };
}

/** How a condition is put together: all of its parts must hold, or one. */
export interface ConditionParts {
  readonly joined: "and" | "or" | undefined;
  readonly parts: readonly Condition[];
}

const signs: ReadonlyMap<string, readonly [name: string, otherwise: string]> = new Map([
  [">", ["over", "at_most"]],
  [">=", ["at_least", "under"]],
  ["<", ["under", "at_least"]],
  ["<=", ["at_most", "over"]],
  ["==", ["is", "is_not"]],
  ["===", ["is", "is_not"]],
  ["!=", ["is_not", "is"]],
  ["!==", ["is_not", "is"]],
  ["is", ["is", "is_not"]],
  ["is not", ["is_not", "is"]],
  ["in", ["in", "not_in"]],
  ["not in", ["not_in", "in"]],
  ["instanceof", ["is_a", "is_no"]],
]);

/** The operands of one `and` or `or`; a condition of both kinds is split at the outer one. */
export function partsOf(
  tree: CodeTree,
  condition: SyntaxNode,
  holdsMany: (name: SyntaxNode) => boolean,
): ConditionParts {
  const whole = unwrapped(tree, condition);
  const joined = joinOf(whole);
  const operands: SyntaxNode[] = [];
  const waiting = [whole];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    const inner = unwrapped(tree, node);
    if (joined !== undefined && joinOf(inner) === joined) waiting.push(...tree.named(inner).toReversed());
    else operands.push(inner);
  }
  return { joined, parts: operands.map((one) => conditionOf(tree, one, holdsMany)) };
}

export function unwrapped(tree: CodeTree, node: SyntaxNode): SyntaxNode {
  let inner = node;
  while (inner.kind === "parenthesized_expression") {
    const [only] = tree.named(inner);
    if (only === undefined) break;
    inner = only;
  }
  return inner;
}

function joinOf(node: SyntaxNode): "and" | "or" | undefined {
  if (node.kind !== "boolean_operator" && node.kind !== "binary_expression") return undefined;
  if (child(node, "and", "&&") !== undefined) return "and";
  return child(node, "or", "||") === undefined ? undefined : "or";
}

function conditionOf(tree: CodeTree, node: SyntaxNode, holdsMany: (name: SyntaxNode) => boolean): Condition {
  const text = tree.briefOf(node, 80);
  const compared = comparison(tree, node);
  if (compared !== undefined) return { node, text, ...compared };
  const negated = negatedOf(tree, node);
  const asked = negated ?? node;
  const name = goalName(tree.briefOf(asked, 80)) || "condition";
  const isMany = /^(identifier|attribute|member_expression)$/.test(asked.kind) && holdsMany(asked);
  const what = tree.briefOf(asked, 60);
  return {
    node,
    text,
    name: negated === undefined ? name : `not_${name}`,
    otherwise: negated === undefined ? `not_${name}` : name,
    ...(isMany ? { empty: { what, where: negated === undefined ? "fails" : "holds" } as const } : {}),
  };
}

function negatedOf(tree: CodeTree, node: SyntaxNode): SyntaxNode | undefined {
  const isNot =
    node.kind === "not_operator" || (node.kind === "unary_expression" && child(node, "!") !== undefined);
  const operand = isNot ? tree.named(node)[0] : undefined;
  return operand && unwrapped(tree, operand);
}

function comparison(tree: CodeTree, node: SyntaxNode): Omit<Condition, "node" | "text"> | undefined {
  if (node.kind !== "comparison_operator" && node.kind !== "binary_expression") return undefined;
  const [left, right, ...others] = tree.named(node);
  const sign = node.children.find((one) => signs.has(spaced(tree, one)));
  if (left === undefined || right === undefined || sign === undefined || others.length > 0) return undefined;
  const written = spaced(tree, sign);
  const [holds, fails] = signs.get(written) ?? ["is", "is_not"];
  const [first, second] = [tree.briefOf(left, 60), tree.briefOf(right, 60)];
  const what = sizedOf(tree, left);
  const empty = what === undefined ? undefined : emptyWhere(written, second);
  return {
    name: goalName(first, holds, second),
    otherwise: goalName(first, fails, second),
    ...(/^[<>]=?$/.test(written) && empty === undefined ? { boundary: { left: first, right: second } } : {}),
    ...(what === undefined || empty === undefined ? {} : { empty: { what, where: empty } }),
  };
}

function spaced(tree: CodeTree, node: SyntaxNode): string {
  return node.end - node.start > 12 ? "" : tree.text(node).replace(/\s+/g, " ");
}

/** `items` of `len(items)`, `items.length` and `items.size`. */
function sizedOf(tree: CodeTree, node: SyntaxNode): string | undefined {
  return /^(?:len\((.{1,60})\)|(.{1,60})\.(?:length|size))$/
    .exec(tree.briefOf(node, 80))
    ?.slice(1)
    .find(Boolean);
}

function emptyWhere(sign: string, size: string): "holds" | "fails" | undefined {
  if (/^(==|===|<=)$/.test(sign) && size === "0") return "holds";
  if (sign === "<" && size === "1") return "holds";
  if (/^(!=|!==|>)$/.test(sign) && size === "0") return "fails";
  return sign === ">=" && size === "1" ? "fails" : undefined;
}
