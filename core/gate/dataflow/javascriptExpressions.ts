import { after, child, has, type SyntaxNode, SyntaxReader } from "../../syntax/syntaxNode.ts";
import { nothing, span } from "./lowering.ts";
import { unescaped } from "./pythonString.ts";
import type {
  Argument,
  ClassDefinition,
  Comparison,
  Expression,
  FunctionDefinition,
  MapEntry,
  Operator,
  Target,
} from "./tree.ts";

/** JavaScript's expressions and targets. A function or a class in one holds statements, which the heir reads. */
export abstract class JavascriptExpressions extends SyntaxReader {
  protected abstract functionOf(node: SyntaxNode, decorators: readonly Expression[]): FunctionDefinition;

  protected abstract classOf(node: SyntaxNode, decorators: readonly Expression[]): ClassDefinition;

  protected target(node: SyntaxNode): Target {
    const at = span(node);
    const parts = this.named(node);
    const [first, second] = parts;
    switch (node.kind) {
      case "identifier":
      case "shorthand_property_identifier_pattern":
      case "shorthand_property_identifier":
        return { ...at, type: "name", name: this.text(node) };
      case "array_pattern":
      case "array": {
        const items: (Target | undefined)[] = [];
        let filled = false;
        for (const one of node.children.slice(1, -1)) {
          if (one.kind === ",") {
            if (!filled) items.push(undefined);
            filled = false;
          } else if (one.kind !== "comment") {
            items.push(this.target(one));
            filled = true;
          }
        }
        return { ...at, type: "list", items };
      }
      case "object_pattern":
      case "object":
        return { ...at, type: "map", entries: parts.map((one) => this.#mapTarget(one)) };
      case "assignment_pattern":
      case "object_assignment_pattern": {
        const value = after(node, "=");
        if (first === undefined || value === undefined) break;
        return { ...at, type: "default", target: this.target(first), value: this.expression(value) };
      }
      case "rest_pattern":
      case "spread_element":
        if (first) return { ...at, type: "rest", target: this.target(first) };
        break;
      case "parenthesized_expression":
      case "non_null_expression":
        if (first && second === undefined) return this.target(first);
        break;
    }
    return { ...at, type: "place", place: this.expression(node) };
  }

  #mapTarget(node: SyntaxNode): { key?: string; target: Target } {
    const [key, value] = this.named(node);
    if (node.kind === "pair_pattern" || node.kind === "pair")
      return {
        ...(key ? { key: key.kind === "string" ? this.literal(key) : this.text(key) } : {}),
        target: value ? this.target(value) : { ...span(node), type: "list", items: [] },
      };
    if (node.kind === "rest_pattern" || node.kind === "spread_element") return { target: this.target(node) };
    const named = node.kind === "object_assignment_pattern" ? key : node;
    return { key: named ? this.text(named) : "", target: this.target(node) };
  }

  #arguments(node: SyntaxNode | undefined): Argument[] {
    if (node === undefined) return [];
    if (node.kind === "template_string") return [{ value: this.expression(node) }];
    return this.named(node).map((one) => this.#element(one));
  }

  #element(node: SyntaxNode): Argument {
    const [first] = this.named(node);
    return node.kind === "spread_element" && first
      ? { value: this.expression(first), spread: "list" }
      : { value: this.expression(node) };
  }

  #entry(node: SyntaxNode): MapEntry[] {
    const at = span(node);
    const [first, second] = this.named(node);
    const literal = (one: SyntaxNode): Expression =>
      one.kind === "computed_property_name"
        ? this.expression(this.named(one)[0] ?? one)
        : {
            ...span(one),
            type: "constant",
            value: one.kind === "string" ? this.literal(one) : this.text(one),
          };
    switch (node.kind) {
      case "pair":
        return first && second ? [{ key: literal(first), value: this.expression(second) }] : [];
      case "shorthand_property_identifier":
        return [{ key: literal(node), value: { ...at, type: "name", name: this.text(node) } }];
      case "spread_element":
        return first ? [{ value: this.expression(first) }] : [];
      case "method_definition": {
        const definition = this.functionOf(node, []);
        return [
          {
            key: { ...at, type: "constant", value: definition.name },
            value: { ...at, type: "function", definition },
          },
        ];
      }
      default:
        return [];
    }
  }

  protected literal(node: SyntaxNode): string {
    return this.named(node)
      .map((one) => (one.kind === "escape_sequence" ? unescaped(this.text(one)) : this.text(one)))
      .join("");
  }

  expression(node: SyntaxNode): Expression {
    const at = span(node);
    const parts = this.named(node);
    const [first, second, third] = parts;
    const inner = (one: SyntaxNode | undefined): Expression => (one ? this.expression(one) : nothing(node));
    switch (node.kind) {
      case "identifier":
      case "this":
      case "super":
      case "import":
      case "property_identifier":
        return { ...at, type: "name", name: this.text(node) };
      case "null":
      case "undefined":
        return { ...at, type: "constant", value: undefined };
      case "true":
      case "false":
        return { ...at, type: "constant", value: node.kind === "true" };
      case "number": {
        const value = Number(this.text(node).replaceAll("_", "").replace(/n$/, ""));
        return { ...at, type: "constant", value: Number.isNaN(value) ? undefined : value };
      }
      case "string":
        return { ...at, type: "constant", value: this.literal(node) };
      case "template_string":
        return { ...at, type: "template", parts: parts.map((one) => this.#templatePart(one)) };
      case "regex": {
        const pattern = child(node, "regex_pattern");
        const flags = child(node, "regex_flags");
        return {
          ...at,
          type: "regex",
          pattern: pattern ? this.text(pattern) : "",
          flags: flags ? this.text(flags) : "",
        };
      }
      case "member_expression":
        return {
          ...at,
          type: "member",
          object: inner(node.children[0]),
          name: this.text(node.children.at(-1) ?? node),
        };
      case "subscript_expression":
        return {
          ...at,
          type: "index",
          object: inner(node.children[0]),
          key: inner(parts.filter(({ kind }) => kind !== "optional_chain").at(-1)),
        };
      case "call_expression":
      case "new_expression":
        return this.#call(node);
      case "binary_expression":
        return this.#binary(node);
      case "unary_expression":
        return node.children[0]?.kind === "!"
          ? { ...at, type: "not", operand: inner(first) }
          : { ...at, type: "unary", operator: node.children[0]?.kind ?? "-", operand: inner(first) };
      case "update_expression": {
        const operator = has(node, "++") ? "+" : "-";
        const one: Expression = { ...at, type: "constant", value: 1 };
        return { ...at, type: "assign", target: this.target(first ?? node), value: one, operator };
      }
      case "ternary_expression":
        return {
          ...at,
          type: "conditional",
          test: inner(first),
          consequent: inner(second),
          otherwise: inner(third),
        };
      case "arrow_function":
      case "function_expression":
      case "generator_function":
        return { ...at, type: "function", definition: this.functionOf(node, []) };
      case "class":
        return { ...at, type: "class", definition: this.classOf(node, []) };
      case "array":
        return { ...at, type: "list", items: parts.map((one) => this.#element(one)) };
      case "object":
        return { ...at, type: "map", entries: parts.flatMap((one) => this.#entry(one)) };
      case "assignment_expression":
        return { ...at, type: "assign", target: this.target(first ?? node), value: inner(after(node, "=")) };
      case "augmented_assignment_expression":
        return {
          ...at,
          type: "assign",
          target: this.target(first ?? node),
          value: inner(second),
          operator: augmentation(node.children.find(({ kind }) => /=$/.test(kind))?.kind ?? "+="),
        };
      case "await_expression":
        return { ...at, type: "pass", operand: inner(first), what: "await" };
      case "yield_expression":
        return { ...at, type: "pass", operand: inner(first), what: "yield" };
      case "parenthesized_expression":
      case "as_expression":
      case "satisfies_expression":
      case "non_null_expression":
      case "jsx_expression":
      case "template_substitution":
        return inner(first);
      case "type_assertion":
      case "spread_element":
        return inner(parts.at(-1));
      case "jsx_element":
      case "jsx_self_closing_element":
        return this.#jsx(node);
      case "jsx_text":
        return { ...at, type: "constant", value: this.text(node) };
      default:
        return { ...at, type: "sequence", items: parts.map((one) => this.expression(one)) };
    }
  }

  #templatePart(node: SyntaxNode): Expression {
    if (node.kind === "template_substitution") return this.expression(node);
    const text = this.text(node);
    return {
      ...span(node),
      type: "constant",
      value: node.kind === "escape_sequence" ? unescaped(text) : text,
    };
  }

  #call(node: SyntaxNode): Expression {
    const construct = node.kind === "new_expression";
    const callee = this.named(node)[0];
    const list = child(node, "arguments") ?? node.children.findLast(({ kind }) => kind === "template_string");
    return {
      ...span(node),
      type: "call",
      callee: callee ? this.expression(callee) : nothing(node),
      arguments: this.#arguments(list),
      construct,
    };
  }

  #binary(node: SyntaxNode): Expression {
    const operands = node.children.filter(({ kind }) => kind !== "comment");
    const [left, sign, right] = operands;
    const operator = sign?.kind ?? "+";
    const sides = {
      left: left ? this.expression(left) : nothing(node),
      right: right ? this.expression(right) : nothing(node),
    };
    const at = span(node);
    if (operator === "&&" || operator === "||" || operator === "??")
      return {
        ...at,
        type: "logic",
        operator: operator === "&&" ? "and" : operator === "||" ? "or" : "??",
        ...sides,
      };
    const comparison = comparisons[operator];
    if (comparison) return { ...at, type: "compare", operator: comparison, ...sides };
    return { ...at, type: "binary", operator: arithmetic(operator), ...sides };
  }

  #jsx(node: SyntaxNode): Expression {
    const opening = child(node, "jsx_opening_element") ?? node;
    const attributes = opening.children
      .filter(({ kind }) => kind === "jsx_attribute")
      .map((one) => {
        const [name, value] = this.named(one);
        return { name: name ? this.text(name) : "", value: value ? this.expression(value) : nothing(one) };
      });
    const children = this.named(node).filter(
      ({ kind }) =>
        kind === "jsx_expression" || kind === "jsx_element" || kind === "jsx_self_closing_element",
    );
    return {
      ...span(node),
      type: "element",
      attributes,
      children: children.map((one) => this.expression(one)),
    };
  }
}

/** `const f = () => …` names the function f. */
export function named(value: Expression, target: Target): Expression {
  if (value.type !== "function" || value.definition.name !== "" || target.type !== "name") return value;
  return { ...value, definition: { ...value.definition, name: target.name } };
}

const comparisons: Readonly<Record<string, Comparison>> = {
  "==": "==",
  "===": "==",
  "!=": "!=",
  "!==": "!=",
  "<": "<",
  "<=": "<=",
  ">": ">",
  ">=": ">=",
  in: "in",
  instanceof: "instanceof",
};

const arithmeticOperators = ["+", "-", "*", "/", "%", "**", "|", "&", "^", "<<", ">>", ">>>"] as const;
function arithmetic(text: string): Operator {
  return arithmeticOperators.find((one) => one === text) ?? "+";
}

function augmentation(text: string): Operator | "and" | "or" | "??" {
  const operator = text.slice(0, -1);
  if (operator === "&&") return "and";
  if (operator === "||") return "or";
  return operator === "??" ? "??" : arithmetic(operator);
}
