import { after, child, has, type SyntaxNode, SyntaxReader } from "../../syntax/syntaxNode.ts";
import { nothing, span } from "./lowering.ts";
import { pythonString } from "./pythonString.ts";
import type {
  Argument,
  Comparison,
  ComprehensionClause,
  Expression,
  MapEntry,
  Operator,
  Parameter,
  Target,
} from "./tree.ts";

/** Python's expressions, targets and parameters. */
export class PythonExpressions extends SyntaxReader {
  #lambda(node: SyntaxNode): Expression {
    const parameters = child(node, "lambda_parameters");
    const body = after(node, ":");
    const value = body ? this.expression(body) : nothing(node);
    return {
      ...span(node),
      type: "function",
      definition: {
        ...span(node),
        name: "",
        parameters: parameters ? this.named(parameters).flatMap((one) => this.parameter(one)) : [],
        body: [{ ...span(node), type: "return", value }],
        decorators: [],
        isMethod: false,
        isStatic: false,
        isGetter: false,
        isGenerator: false,
        isAsync: false,
        locals: new Set(),
      },
    };
  }

  protected parameter(node: SyntaxNode): Parameter[] {
    const named = (
      one: SyntaxNode | undefined,
      more: Partial<Omit<Parameter, "target" | "name">>,
    ): Parameter[] => {
      if (one === undefined) return [];
      const name = this.text(one);
      return [{ target: { ...span(one), type: "name", name }, name, ...more }];
    };
    const annotation = child(node, "type");
    const typed = annotation ? { annotation: this.text(annotation) } : {};
    const value = after(node, "=");
    const withDefault = value ? { default: this.expression(value) } : {};
    switch (node.kind) {
      case "identifier":
        return named(node, {});
      case "default_parameter":
      case "typed_default_parameter":
        return named(child(node, "identifier"), { ...typed, ...withDefault });
      case "typed_parameter": {
        const [inner] = this.named(node);
        const [starred] = inner && inner.kind !== "identifier" ? this.parameter(inner) : [];
        return starred ? [{ ...starred, ...typed }] : named(inner, typed);
      }
      case "list_splat_pattern":
        return named(child(node, "identifier"), { rest: "list" });
      case "dictionary_splat_pattern":
        return named(child(node, "identifier"), { rest: "map" });
      default:
        return [];
    }
  }

  protected target(node: SyntaxNode): Target {
    const at = span(node);
    switch (node.kind) {
      case "identifier":
        return { ...at, type: "name", name: this.text(node) };
      case "as_pattern_target":
      case "parenthesized_expression": {
        const [inner] = this.named(node);
        return inner ? this.target(inner) : { ...at, type: "place", place: nothing(node) };
      }
      case "pattern_list":
      case "tuple_pattern":
      case "list_pattern":
      case "tuple":
      case "list":
      case "expression_list":
        return { ...at, type: "list", items: this.named(node).map((one) => this.target(one)) };
      case "list_splat_pattern":
      case "list_splat": {
        const [inner] = this.named(node);
        return {
          ...at,
          type: "rest",
          target: inner ? this.target(inner) : { ...at, type: "list", items: [] },
        };
      }
      default:
        return { ...at, type: "place", place: this.expression(node) };
    }
  }

  protected arguments(node: SyntaxNode | undefined): Argument[] {
    if (node === undefined) return [];
    if (node.kind === "generator_expression") return [{ value: this.expression(node) }];
    return this.named(node).map((one) => this.#element(one));
  }

  #element(node: SyntaxNode): Argument {
    const [first, second] = this.named(node);
    if (node.kind === "keyword_argument" && first)
      return { name: this.text(first), value: second ? this.expression(second) : nothing(node) };
    if (node.kind === "list_splat" && first) return { value: this.expression(first), spread: "list" };
    if (node.kind === "dictionary_splat" && first) return { value: this.expression(first), spread: "map" };
    return { value: this.expression(node) };
  }

  #entries(node: SyntaxNode): MapEntry[] {
    return this.named(node).flatMap((one) => {
      const [key, value] = this.named(one);
      if (one.kind === "dictionary_splat") return key ? [{ value: this.expression(key) }] : [];
      return key && value ? [{ key: this.expression(key), value: this.expression(value) }] : [];
    });
  }

  expression(node: SyntaxNode): Expression {
    const at = span(node);
    const parts = this.named(node);
    const [first, second, third] = parts;
    const inner = (one: SyntaxNode | undefined): Expression => (one ? this.expression(one) : nothing(node));
    switch (node.kind) {
      case "identifier":
        return { ...at, type: "name", name: this.text(node) };
      case "dotted_name":
        return parts
          .slice(1)
          .reduce<Expression>(
            (object, one) => ({ ...at, type: "member", object, name: this.text(one) }),
            inner(first),
          );
      case "none":
      case "ellipsis":
        return { ...at, type: "constant", value: undefined };
      case "true":
      case "false":
        return { ...at, type: "constant", value: node.kind === "true" };
      case "integer":
      case "float":
        return { ...at, type: "constant", value: pythonNumber(this.text(node)) };
      case "string":
        return pythonString(node, this, (one) => this.expression(one));
      case "concatenated_string":
        return { ...at, type: "template", parts: parts.map((one) => this.expression(one)) };
      case "attribute":
        return { ...at, type: "member", object: inner(first), name: second ? this.text(second) : "" };
      case "subscript":
        return second?.kind === "slice" && third === undefined
          ? { ...at, type: "slice", object: inner(first), ...this.#bounds(second) }
          : { ...at, type: "index", object: inner(first), key: inner(second) };
      case "call":
        return {
          ...at,
          type: "call",
          callee: inner(first),
          arguments: this.arguments(second),
          construct: false,
        };
      case "binary_operator":
        return {
          ...at,
          type: "binary",
          operator: operatorOf(this.#between(node)),
          left: inner(first),
          right: inner(second),
        };
      case "boolean_operator":
        return {
          ...at,
          type: "logic",
          operator: has(node, "and") ? "and" : "or",
          left: inner(first),
          right: inner(second),
        };
      case "not_operator":
        return { ...at, type: "not", operand: inner(first) };
      case "unary_operator":
        return {
          ...at,
          type: "unary",
          operator: node.children[0]?.kind ?? "-",
          operand: inner(first),
        };
      case "comparison_operator":
        return this.#comparison(node);
      case "conditional_expression":
        return {
          ...at,
          type: "conditional",
          consequent: inner(first),
          test: inner(second),
          otherwise: inner(third),
        };
      case "lambda":
        return this.#lambda(node);
      case "list":
      case "tuple":
      case "set":
      case "expression_list":
        return { ...at, type: "list", items: parts.map((one) => this.#element(one)) };
      case "dictionary":
        return { ...at, type: "map", entries: this.#entries(node) };
      case "list_comprehension":
      case "set_comprehension":
      case "generator_expression":
      case "dictionary_comprehension":
        return this.#comprehension(node);
      case "assignment":
        return {
          ...at,
          type: "assign",
          target: this.target(node.children[0] ?? node),
          value: inner(after(node, "=")),
        };
      case "augmented_assignment":
        return {
          ...at,
          type: "assign",
          target: this.target(node.children[0] ?? node),
          value: inner(second),
          operator: operatorOf(this.#between(node).replace(/=$/, "")),
        };
      case "named_expression":
        return {
          ...at,
          type: "assign",
          target: this.target(first ?? node),
          value: inner(second),
        };
      case "await":
        return { ...at, type: "pass", operand: inner(first), what: "await" };
      case "yield":
        return { ...at, type: "pass", operand: inner(first), what: "yield" };
      case "parenthesized_expression":
      case "interpolation":
      case "type":
        return inner(first);
      default:
        return { ...at, type: "sequence", items: parts.map((one) => this.expression(one)) };
    }
  }

  /** The text between the first two operands: an operator. */
  #between(node: SyntaxNode): string {
    const operator = node.children.find(
      (one, index) => index > 0 && one.children.length === 0 && !/^[A-Za-z"']/.test(one.kind),
    );
    return operator?.kind ?? "+";
  }

  #bounds(node: SyntaxNode): { from?: Expression; to?: Expression } {
    const colon = node.children.findIndex(({ kind }) => kind === ":");
    const from = node.children.slice(0, Math.max(0, colon))[0];
    const to = node.children[colon + 1];
    return {
      ...(from ? { from: this.expression(from) } : {}),
      ...(to && to.kind !== ":" ? { to: this.expression(to) } : {}),
    };
  }

  /** `a < b <= c` is `a < b and b <= c`. */
  #comparison(node: SyntaxNode): Expression {
    const operands: SyntaxNode[] = [];
    const operators: string[] = [];
    for (const one of node.children) {
      if (one.kind === "comment") continue;
      if (/^([<>=!]|in$|is$|not in$|is not$)/.test(one.kind)) operators.push(one.kind);
      else operands.push(one);
    }
    const pairs = operators.map((operator, index): Expression => {
      const [left, right] = [operands[index] ?? node, operands[index + 1] ?? node];
      return {
        start: left.start,
        end: right.end,
        type: "compare",
        operator: comparisonOf(operator),
        left: operands[index] ? this.expression(left) : nothing(node),
        right: operands[index + 1] ? this.expression(right) : nothing(node),
      };
    });
    const [first, ...others] = pairs;
    if (first === undefined) return nothing(node);
    return others.reduce<Expression>(
      (left, right) => ({ ...span(node), type: "logic", operator: "and", left, right }),
      first,
    );
  }

  #comprehension(node: SyntaxNode): Expression {
    const parts = this.named(node);
    const [value] = parts;
    const clauses = parts.slice(1).flatMap((one): ComprehensionClause[] => {
      if (one.kind === "if_clause") {
        const [condition] = this.named(one);
        return condition ? [{ condition: this.expression(condition) }] : [];
      }
      const target = after(one, "for");
      const iterable = after(one, "in");
      return target && iterable ? [{ target: this.target(target), iterable: this.expression(iterable) }] : [];
    });
    const pair = value?.kind === "pair" ? this.named(value) : undefined;
    const [key, mapped] = pair ?? [];
    return {
      ...span(node),
      type: "comprehension",
      clauses,
      ...(key ? { key: this.expression(key) } : {}),
      value: mapped ? this.expression(mapped) : value ? this.expression(value) : nothing(node),
    };
  }
}

const operators: Readonly<Record<string, Operator>> = Object.fromEntries(
  (["+", "-", "*", "/", "//", "%", "**", "|", "&", "^", "<<", ">>", "@"] as const).map((one) => [one, one]),
);

export function operatorOf(text: string): Operator {
  return operators[text] ?? "+";
}

function comparisonOf(text: string): Comparison {
  switch (text) {
    case "!=":
    case "<":
    case "<=":
    case ">":
    case ">=":
    case "in":
    case "not in":
    case "is":
    case "is not":
      return text;
    case "<>":
      return "!=";
    default:
      return "==";
  }
}

function pythonNumber(text: string): number | undefined {
  const plain = text.replaceAll("_", "").replace(/[jJlL]$/, "");
  const value = /^0[0-7]+$/.test(plain) ? Number.parseInt(plain, 8) : Number(plain);
  return Number.isNaN(value) ? undefined : value;
}
