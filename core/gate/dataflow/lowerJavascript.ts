import { after, child, has, type SyntaxNode } from "../../syntax/syntaxNode.ts";
import { JavascriptExpressions, named } from "./javascriptExpressions.ts";
import { nothing, span } from "./lowering.ts";
import { moduleName } from "./moduleName.ts";
import type {
  CaseClause,
  ClassDefinition,
  ClassField,
  Expression,
  FlowProgram,
  FunctionDefinition,
  Handler,
  ImportBinding,
  MapEntry,
  Parameter,
  Statement,
} from "./tree.ts";

/** Turns tree-sitter's tree of JavaScript, TypeScript or TSX into the flow tree. Types are dropped, but for annotations. */
export function lowerJavascript(root: SyntaxNode, source: string): FlowProgram {
  return { language: "javascript", body: new JavascriptLowering(source).statements(root) };
}
const declarations = /^(interface|type_alias|ambient|function_signature|import_alias)/;

class JavascriptLowering extends JavascriptExpressions {
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
        return [{ ...at, type: "function", definition: this.functionOf(node, []) }];
      case "class_declaration":
      case "abstract_class_declaration":
        return [{ ...at, type: "class", definition: this.classOf(node, this.#decorators(node)) }];
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
    const bound = this.target(target);
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
      return [{ ...span(node), type: "class", definition: this.classOf(inner, this.#decorators(node)) }];
    return this.#statement(inner);
  }

  #imports(node: SyntaxNode): ImportBinding[] {
    const requires = child(node, "import_clause")
      ? child(child(node, "import_clause") ?? node, "import_require_clause")
      : child(node, "import_require_clause");
    const from = child(requires ?? node, "string");
    if (from === undefined) return [];
    const module = moduleName(this.literal(from));
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
          target: this.target(target),
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
      ...(name ? { name: this.target(name) } : {}),
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

  protected override functionOf(node: SyntaxNode, decorators: readonly Expression[]): FunctionDefinition {
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
        ? [{ target: this.target(bare), name: this.text(bare) }]
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
    const target = this.target(rest ?? inner);
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

  protected override classOf(node: SyntaxNode, decorators: readonly Expression[]): ClassDefinition {
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
        methods.push(this.functionOf(member, [...pending, ...this.#decorators(member)]));
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
}
