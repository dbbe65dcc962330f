import type { Expression, FlowProgram, FunctionDefinition, Statement } from "../dataflow/tree.ts";

export type Node = Expression | Statement;

export interface Surroundings {
  /** The innermost function around the node. */
  readonly function: FunctionDefinition | undefined;
  /** Loops around the node inside that function. */
  readonly loops: number;
}

export interface Visitor {
  statement?(statement: Statement, around: Surroundings): void;
  expression?(expression: Expression, around: Surroundings): void;
  function?(definition: FunctionDefinition, around: Surroundings): void;
}

const outside: Surroundings = { function: undefined, loops: 0 };

/** Every statement, expression and function of a flow tree, outer before inner. */
export function walk(program: FlowProgram, visitor: Visitor): void {
  visit(program.body, visitor, outside);
}

/** The nodes below one node or list, not those of functions inside it when `shallow`. */
export function some(node: unknown, matches: (node: Node) => boolean, shallow = false): boolean {
  if (Array.isArray(node)) return node.some((one) => some(one, matches, shallow));
  if (typeof node !== "object" || node === null) return false;
  if (isNode(node) && matches(node)) return true;
  if (shallow && "parameters" in node) return false;
  return Object.values(node).some((value) => typeof value === "object" && some(value, matches, shallow));
}

function isNode(node: object): node is Node {
  return "type" in node && typeof node.type === "string" && "start" in node;
}

const statementTypes = new Set<string>([
  "expression",
  "declare",
  "if",
  "loop",
  "return",
  "throw",
  "break",
  "continue",
  "try",
  "with",
  "switch",
  "block",
  "import",
  "delete",
  "assert",
]);

function isStatement(node: Node): node is Statement {
  return statementTypes.has(node.type) || (node.type === "function" && "definition" in node);
}

function visit(node: unknown, visitor: Visitor, around: Surroundings): void {
  if (Array.isArray(node)) {
    for (const one of node) visit(one, visitor, around);
    return;
  }
  if (typeof node !== "object" || node === null) return;
  if (isDefinition(node)) {
    visitor.function?.(node, around);
    const inner = { function: node, loops: 0 };
    visit(node.parameters, visitor, around);
    visit(node.decorators, visitor, around);
    visit(node.body, visitor, inner);
    return;
  }
  if (isNode(node)) {
    if (isStatement(node)) visitor.statement?.(node, around);
    else visitor.expression?.(node, around);
    const next = node.type === "loop" ? { ...around, loops: around.loops + 1 } : around;
    for (const value of Object.values(node)) if (typeof value === "object") visit(value, visitor, next);
    return;
  }
  for (const value of Object.values(node)) if (typeof value === "object") visit(value, visitor, around);
}

function isDefinition(node: object): node is FunctionDefinition {
  return "parameters" in node && "body" in node && "isAsync" in node;
}
