import { after, child, has, type SyntaxNode, SyntaxReader } from "../../syntax/syntaxNode.ts";
import { unescaped } from "./pythonString.ts";
import type {
  Argument,
  CaseClause,
  ClassDefinition,
  ClassField,
  Comparison,
  Expression,
  FlowProgram,
  FunctionDefinition,
  Handler,
  ImportBinding,
  MapEntry,
  Operator,
  Parameter,
  Span,
  Statement,
  Target,
} from "./tree.ts";

/** Turns tree-sitter's tree of JavaScript, TypeScript or TSX into the flow tree. Types are dropped, but for annotations. */
export function lowerJavascript(root: SyntaxNode, source: string): FlowProgram {
  return { language: "javascript", body: new JavascriptLowering(source).statements(root) };
}

const span = ({ start, end }: SyntaxNode): Span => ({ start, end });
const nothing = (node: SyntaxNode): Expression => ({ ...span(node), type: "constant", value: undefined });
const declarations = /^(interface|type_alias|ambient|function_signature|import_alias)/;

class JavascriptLowering extends SyntaxReader {
  statements(node: SyntaxNode): Statement[] {
    const all = this.named(node).flatMap((one) => this.#statement(one));
    // Functions and classes are hoisted: code above them calls them.
    const hoisted = all.filter(({ type }) => type === "function");
    return hoisted.length === 0 ? all : [...hoisted, ...all.filter(({ type }) => type !== "function")];
  }

  #body(node: SyntaxNode | undefined): Statement[] {
    if (node === undefined) return [];
    return node.kind === "statement_block" ? this.statements(node) : this.#statement(node);
  }

  #statement(node: SyntaxNode): Statement[] {
    const at = span(node);
    const parts = this.named(node);
    const [first, second] = parts;
    switch (node.kind) {
      case "expression_statement":
        return first ? [{ ...at, type: "expression", expression: this.expression(first) }] : [];
      case "lexical_declaration":
      case "variable_declaration":
        return parts.flatMap((one) => this.#declarator(one));
      case "function_declaration":
      case "generator_function_declaration":
        return [{ ...at, type: "function", definition: this.#function(node, []) }];
      case "class_declaration":
      case "abstract_class_declaration":
        return [{ ...at, type: "class", definition: this.#class(node, this.#decorators(node)) }];
      case "export_statement":
        return this.#export(node);
      case "import_statement":
        return [{ ...at, type: "import", bindings: this.#imports(node) }];
      case "if_statement": {
        const otherwise = child(node, "else_clause");
        return [
          {
            ...at,
            type: "if",
            test: first ? this.expression(first) : nothing(node),
            consequent: second && second.kind !== "else_clause" ? this.#body(second) : [],
            otherwise: otherwise ? this.named(otherwise).flatMap((one) => this.#body(one)) : [],
          },
        ];
      }
      case "for_in_statement":
        return this.#forIn(node);
      case "for_statement":
        return this.#for(node);
      case "while_statement":
        return [
          {
            ...at,
            type: "loop",
            ...(first ? { test: this.expression(first) } : {}),
            atLeastOnce: false,
            body: this.#body(second),
            otherwise: [],
          },
        ];
      case "do_statement":
        return [
          {
            ...at,
            type: "loop",
            ...(second ? { test: this.expression(second) } : {}),
            atLeastOnce: true,
            body: this.#body(first),
            otherwise: [],
          },
        ];
      case "switch_statement":
        return first ? [this.#switch(node, first)] : [];
      case "try_statement":
        return [
          {
            ...at,
            type: "try",
            body: this.#body(child(node, "statement_block")),
            handlers: parts.filter(({ kind }) => kind === "catch_clause").map((one) => this.#catch(one)),
            otherwise: [],
            last: this.#body(child(child(node, "finally_clause") ?? node, "statement_block")).filter(() =>
              has(node, "finally_clause"),
            ),
          },
        ];
      case "return_statement":
        return [{ ...at, type: "return", ...(first ? { value: this.expression(first) } : {}) }];
      case "throw_statement":
        return [{ ...at, type: "throw", ...(first ? { value: this.expression(first) } : {}) }];
      case "break_statement":
        return [{ ...at, type: "break" }];
      case "continue_statement":
        return [{ ...at, type: "continue" }];
      case "statement_block":
        return [{ ...at, type: "block", body: this.statements(node) }];
      case "labeled_statement":
        return this.#body(parts.at(-1));
      case "internal_module":
      case "module":
        return this.#body(child(node, "statement_block"));
      case "enum_declaration":
        return this.#enum(node);
      case "ERROR":
        return this.statements(node);
      case "comment":
      case "empty_statement":
      case "debugger_statement":
      case "hash_bang_line":
        return [];
      default:
        return declarations.test(node.kind)
          ? []
          : [{ ...at, type: "expression", expression: this.expression(node) }];
    }
  }

  #declarator(node: SyntaxNode): Statement[] {
    if (node.kind !== "variable_declarator") return [];
    const [target] = this.named(node);
    const value = after(node, "=");
    if (target === undefined) return [];
    const bound = this.#target(target);
    return [
      {
        ...span(node),
        type: "declare",
        target: bound,
        ...(value ? { value: named(this.expression(value), bound) } : {}),
      },
    ];
  }

  /** Exported values are assigned to `exports`, where the analysis looks for handlers. */
  #export(node: SyntaxNode): Statement[] {
    const parts = this.named(node).filter(({ kind }) => kind !== "decorator");
    const [inner] = parts;
    if (inner === undefined || inner.kind === "export_clause" || inner.kind === "string") return [];
    if (inner.kind === "class_declaration" && has(node, "decorator"))
      return [{ ...span(node), type: "class", definition: this.#class(inner, this.#decorators(node)) }];
    return this.#statement(inner);
  }

  #imports(node: SyntaxNode): ImportBinding[] {
    const requires = child(node, "import_clause")
      ? child(child(node, "import_clause") ?? node, "import_require_clause")
      : child(node, "import_require_clause");
    const from = child(requires ?? node, "string");
    if (from === undefined) return [];
    const module = moduleName(this.#literal(from));
    const clause = child(node, "import_clause");
    if (requires) {
      const name = child(requires, "identifier");
      return name ? [{ name: this.text(name), api: module, module }] : [];
    }
    return this.named(clause ?? node).flatMap((one): ImportBinding[] => {
      if (one.kind === "identifier") return [{ name: this.text(one), api: module, module }];
      if (one.kind === "namespace_import") {
        const name = child(one, "identifier");
        return name ? [{ name: this.text(name), api: module, module }] : [];
      }
      if (one.kind !== "named_imports") return [];
      return this.named(one).flatMap((specifier) => {
        const [original, alias] = this.named(specifier);
        if (original === undefined) return [];
        const name = this.text(original);
        const api = name === "default" ? module : `${module}.${name}`;
        return [{ name: alias ? this.text(alias) : name, api, module }];
      });
    });
  }

  #forIn(node: SyntaxNode): Statement[] {
    const keyword = has(node, "of") ? "of" : "in";
    const iterable = after(node, keyword);
    const at = node.children.findIndex(({ kind }) => kind === keyword);
    const target = node.children
      .slice(0, Math.max(0, at))
      .findLast(({ kind }) => /^(identifier|\w+_pattern|member_expression|subscript_expression)$/.test(kind));
    if (iterable === undefined || target === undefined) return [];
    return [
      {
        ...span(node),
        type: "loop",
        each: {
          target: this.#target(target),
          iterable: this.expression(iterable),
          keysOnly: keyword === "in",
          declares: node.children.some(({ kind }) => /^(const|let|var)$/.test(kind)),
        },
        atLeastOnce: false,
        body: this.#body(node.children.at(-1)),
        otherwise: [],
      },
    ];
  }

  #for(node: SyntaxNode): Statement[] {
    const open = node.children.findIndex(({ kind }) => kind === "(");
    const close = node.children.findLastIndex(({ kind }) => kind === ")");
    const head = node.children.slice(open + 1, close);
    const initial = head.find(({ kind }) => kind.endsWith("_declaration") || kind.endsWith("_statement"));
    const rest = head.filter((one) => one !== initial && one.kind !== "comment");
    const cut = rest.findIndex(({ kind }) => kind === ";");
    const [test] = rest.slice(0, cut === -1 ? rest.length : cut).filter(({ kind }) => kind !== ";");
    const [step] = cut === -1 ? [] : rest.slice(cut + 1);
    const condition = test && test.kind !== "empty_statement" ? test : undefined;
    const unwrapped = condition?.kind === "expression_statement" ? this.named(condition)[0] : condition;
    const loop: Statement = {
      ...span(node),
      type: "loop",
      ...(unwrapped ? { test: this.expression(unwrapped) } : {}),
      atLeastOnce: false,
      body: this.#body(node.children.at(-1)),
      ...(step ? { step: this.expression(step) } : {}),
      otherwise: [],
    };
    return [{ ...span(node), type: "block", body: [...(initial ? this.#statement(initial) : []), loop] }];
  }

  #switch(node: SyntaxNode, subject: SyntaxNode): Statement {
    const cases = this.named(child(node, "switch_body") ?? node).map((one): CaseClause => {
      const isDefault = one.kind === "switch_default";
      const inside = this.named(one);
      const [test] = inside;
      return {
        ...span(one),
        ...(isDefault || test === undefined ? {} : { tests: [this.expression(test)] }),
        body: inside.slice(isDefault ? 0 : 1).flatMap((statement) => this.#statement(statement)),
      };
    });
    return { ...span(node), type: "switch", subject: this.expression(subject), cases, fallsThrough: true };
  }

  #catch(node: SyntaxNode): Handler {
    const name = node.children.find(({ kind }) => kind === "identifier" || kind.endsWith("_pattern"));
    return {
      ...span(node),
      errorTypes: [],
      ...(name ? { name: this.#target(name) } : {}),
      body: this.#body(child(node, "statement_block")),
    };
  }

  #enum(node: SyntaxNode): Statement[] {
    const name = child(node, "identifier");
    const body = child(node, "enum_body");
    if (!name || !body) return [];
    const entries = this.named(body).flatMap((one): MapEntry[] => {
      const [key, value] = this.named(one);
      const label = key ? this.text(key) : this.text(one);
      const named: Expression = { ...span(one), type: "constant", value: label };
      return [{ key: named, value: value ? this.expression(value) : named }];
    });
    return [
      {
        ...span(node),
        type: "declare",
        target: { ...span(name), type: "name", name: this.text(name) },
        value: { ...span(node), type: "map", entries },
      },
    ];
  }

  #decorators(node: SyntaxNode): Expression[] {
    return node.children
      .filter(({ kind }) => kind === "decorator")
      .flatMap((one) => this.named(one).map((inner) => this.expression(inner)));
  }

  #function(node: SyntaxNode, decorators: readonly Expression[]): FunctionDefinition {
    const name = child(node, "identifier", "property_identifier", "private_property_identifier", "string");
    const parameters = child(node, "formal_parameters");
    const arrow = after(node, "=>");
    const block = child(node, "statement_block");
    // `x => …` has its one parameter bare.
    const bare =
      parameters === undefined && node.kind === "arrow_function" ? child(node, "identifier") : undefined;
    const body: Statement[] =
      arrow && arrow.kind !== "statement_block"
        ? [{ ...span(arrow), type: "return", value: this.expression(arrow) }]
        : block
          ? this.statements(block)
          : [];
    return {
      ...span(node),
      name: name && node.kind !== "arrow_function" ? this.text(name) : "",
      parameters: bare
        ? [{ target: this.#target(bare), name: this.text(bare) }]
        : parameters
          ? this.named(parameters).flatMap((one) => this.#parameter(one))
          : [],
      body,
      decorators,
      isMethod: node.kind === "method_definition",
      isStatic: has(node, "static"),
      isGetter: has(node, "get"),
      isGenerator: has(node, "*"),
      isAsync: has(node, "async"),
    };
  }

  #parameter(node: SyntaxNode): Parameter[] {
    const inner =
      node.kind === "required_parameter" || node.kind === "optional_parameter"
        ? node.children.find(({ kind }) => /^(identifier|this|\w+_pattern)$/.test(kind))
        : node;
    if (inner === undefined || inner.kind === "this") return [];
    const annotation = child(node, "type_annotation");
    const value = after(node, "=");
    const decorators = this.#decorators(node);
    const rest = inner.kind === "rest_pattern" ? this.named(inner)[0] : undefined;
    const target = this.#target(rest ?? inner);
    return [
      {
        target,
        name: target.type === "name" ? target.name : "",
        ...(value ? { default: this.expression(value) } : {}),
        ...(rest ? { rest: "list" as const } : {}),
        ...(annotation ? { annotation: this.text(annotation).replace(/^:\s*/, "") } : {}),
        ...(decorators.length > 0 ? { decorators } : {}),
      },
    ];
  }

  #class(node: SyntaxNode, decorators: readonly Expression[]): ClassDefinition {
    const name = child(node, "type_identifier", "identifier");
    const heritage = child(node, "class_heritage");
    const extended = heritage && (child(heritage, "extends_clause") ?? heritage);
    const body = child(node, "class_body") ?? node;
    const methods: FunctionDefinition[] = [];
    const fields: ClassField[] = [];
    let pending: Expression[] = [];
    for (const member of body.children) {
      if (member.kind === "decorator") {
        pending.push(...this.named(member).map((inner) => this.expression(inner)));
        continue;
      }
      if (member.kind === "method_definition") {
        methods.push(this.#function(member, [...pending, ...this.#decorators(member)]));
        if (/^constructor$/.test(methods.at(-1)?.name ?? "")) fields.push(...this.#parameterFields(member));
      } else if (member.kind === "public_field_definition" || member.kind === "field_definition")
        fields.push(this.#field(member));
      if (member.kind !== "comment") pending = [];
    }
    return {
      ...span(node),
      name: name ? this.text(name) : "",
      bases: extended
        ? this.named(extended)
            .filter(({ kind }) => kind !== "type_arguments" && kind !== "implements_clause")
            .map((one) => this.expression(one))
        : [],
      decorators,
      methods,
      fields,
    };
  }

  #field(node: SyntaxNode): ClassField {
    const name = child(node, "property_identifier", "private_property_identifier");
    const value = after(node, "=");
    return {
      ...span(node),
      name: name ? this.text(name) : "",
      ...(value ? { value: this.expression(value) } : {}),
      isStatic: has(node, "static"),
    };
  }

  /** `constructor(private db: Database)` declares a field of that name. */
  #parameterFields(node: SyntaxNode): ClassField[] {
    const parameters = child(node, "formal_parameters");
    if (parameters === undefined) return [];
    return parameters.children.flatMap((one) => {
      const name = child(one, "identifier");
      if (!name || !(has(one, "accessibility_modifier") || has(one, "readonly"))) return [];
      const at = span(one);
      return [
        {
          ...at,
          name: this.text(name),
          isStatic: false,
          value: { ...at, type: "name", name: this.text(name) },
        },
      ];
    });
  }

  #target(node: SyntaxNode): Target {
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
            items.push(this.#target(one));
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
        return { ...at, type: "default", target: this.#target(first), value: this.expression(value) };
      }
      case "rest_pattern":
      case "spread_element":
        if (first) return { ...at, type: "rest", target: this.#target(first) };
        break;
      case "parenthesized_expression":
      case "non_null_expression":
        if (first && second === undefined) return this.#target(first);
        break;
    }
    return { ...at, type: "place", place: this.expression(node) };
  }

  #mapTarget(node: SyntaxNode): { key?: string; target: Target } {
    const [key, value] = this.named(node);
    if (node.kind === "pair_pattern" || node.kind === "pair")
      return {
        ...(key ? { key: key.kind === "string" ? this.#literal(key) : this.text(key) } : {}),
        target: value ? this.#target(value) : { ...span(node), type: "list", items: [] },
      };
    if (node.kind === "rest_pattern" || node.kind === "spread_element") return { target: this.#target(node) };
    const named = node.kind === "object_assignment_pattern" ? key : node;
    return { key: named ? this.text(named) : "", target: this.#target(node) };
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
            value: one.kind === "string" ? this.#literal(one) : this.text(one),
          };
    switch (node.kind) {
      case "pair":
        return first && second ? [{ key: literal(first), value: this.expression(second) }] : [];
      case "shorthand_property_identifier":
        return [{ key: literal(node), value: { ...at, type: "name", name: this.text(node) } }];
      case "spread_element":
        return first ? [{ value: this.expression(first) }] : [];
      case "method_definition": {
        const definition = this.#function(node, []);
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

  #literal(node: SyntaxNode): string {
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
        return { ...at, type: "constant", value: this.#literal(node) };
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
        return { ...at, type: "assign", target: this.#target(first ?? node), value: one, operator };
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
        return { ...at, type: "function", definition: this.#function(node, []) };
      case "class":
        return { ...at, type: "class", definition: this.#class(node, []) };
      case "array":
        return { ...at, type: "list", items: parts.map((one) => this.#element(one)) };
      case "object":
        return { ...at, type: "map", entries: parts.flatMap((one) => this.#entry(one)) };
      case "assignment_expression":
        return { ...at, type: "assign", target: this.#target(first ?? node), value: inner(after(node, "=")) };
      case "augmented_assignment_expression":
        return {
          ...at,
          type: "assign",
          target: this.#target(first ?? node),
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
function named(value: Expression, target: Target): Expression {
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

/** "node:fs/promises" and "fs" name what the rules call "fs.promises" and "fs". */
export function moduleName(specifier: string): string {
  return specifier.replace(/^node:/, "").replace(/^fs\/promises$/, "fs.promises");
}
