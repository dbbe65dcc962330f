import { after, child, has, type SyntaxNode, type SyntaxReader } from "../../syntax/syntaxNode.ts";
import { nothing, span } from "./lowering.ts";
import { PythonExpressions } from "./pythonExpressions.ts";
import type {
  CaseClause,
  ClassDefinition,
  ClassField,
  Expression,
  FlowProgram,
  FunctionDefinition,
  Handler,
  ImportBinding,
  Statement,
  Target,
} from "./tree.ts";

/** Turns tree-sitter's Python tree into the flow tree. Broken code is kept as far as it can be read. */
export function lowerPython(root: SyntaxNode, source: string): FlowProgram {
  return { language: "python", body: new PythonLowering(source).statements(root) };
}

class PythonLowering extends PythonExpressions {
  statements(node: SyntaxNode): Statement[] {
    return this.named(node).flatMap((one) => this.#statement(one));
  }

  #block(node: SyntaxNode | undefined): Statement[] {
    const block = node && (node.kind === "block" ? node : child(node, "block"));
    return block ? this.statements(block) : [];
  }

  #statement(node: SyntaxNode): Statement[] {
    const at = span(node);
    const parts = this.named(node);
    const [first, second] = parts;
    switch (node.kind) {
      case "expression_statement": {
        const only = parts.length === 1 ? first : undefined;
        if (only?.kind === "assignment" && !has(only, "=")) return [];
        if (parts.length > 1) return parts.map((one) => this.#evaluate(one));
        return only === undefined ? [] : [this.#evaluate(only)];
      }
      case "if_statement":
        return [this.#branch(node, parts.slice(2).filter(isAlternative))];
      case "for_statement": {
        const iterable = after(node, "in");
        const target = after(node, "for");
        if (!iterable || !target) return [];
        return [
          {
            ...at,
            type: "loop",
            each: {
              target: this.target(target),
              iterable: this.expression(iterable),
              keysOnly: false,
              declares: false,
            },
            atLeastOnce: false,
            body: this.#block(node),
            otherwise: this.#block(child(node, "else_clause")),
          },
        ];
      }
      case "while_statement":
        return [
          {
            ...at,
            type: "loop",
            ...(first ? { test: this.expression(first) } : {}),
            atLeastOnce: false,
            body: this.#block(node),
            otherwise: this.#block(child(node, "else_clause")),
          },
        ];
      case "try_statement":
        return [
          {
            ...at,
            type: "try",
            body: this.#block(node),
            handlers: parts
              .filter(({ kind }) => kind === "except_clause" || kind === "except_group_clause")
              .map((one) => this.#handler(one)),
            otherwise: this.#block(child(node, "else_clause")),
            last: this.#block(child(node, "finally_clause")),
          },
        ];
      case "with_statement":
        return [{ ...at, type: "with", items: this.#withItems(node), body: this.#block(node) }];
      case "match_statement":
        return first === undefined
          ? []
          : [
              {
                ...at,
                type: "switch",
                subject: this.expression(first),
                cases: this.named(child(node, "block") ?? node)
                  .filter(({ kind }) => kind === "case_clause")
                  .map((one) => this.#case(one)),
                fallsThrough: false,
              },
            ];
      case "function_definition":
        return [{ ...at, type: "function", definition: this.#function(node, [], false) }];
      case "class_definition":
        return [{ ...at, type: "class", definition: this.#class(node, []) }];
      case "decorated_definition":
        return this.#decorated(node);
      case "return_statement":
        return [{ ...at, type: "return", ...(first ? { value: this.expression(first) } : {}) }];
      case "raise_statement":
        return [{ ...at, type: "throw", ...(first ? { value: this.expression(first) } : {}) }];
      case "break_statement":
        return [{ ...at, type: "break" }];
      case "continue_statement":
        return [{ ...at, type: "continue" }];
      case "import_statement":
        return [
          { ...at, type: "import", bindings: parts.flatMap((one) => this.#importBinding(one, undefined)) },
        ];
      case "import_from_statement": {
        const module = first ? this.text(first).replaceAll(/\s/g, "") : "";
        const bindings = parts.slice(1).flatMap((one) => this.#importBinding(one, module));
        return [{ ...at, type: "import", bindings }];
      }
      case "assert_statement":
        return first ? [{ ...at, type: "assert", test: this.expression(first) }] : [];
      case "delete_statement":
        return parts.map((one) => ({ ...span(one), type: "delete", place: this.expression(one) }));
      case "pass_statement":
      case "global_statement":
      case "nonlocal_statement":
      case "comment":
        return [];
      case "ERROR":
      case "block":
        return this.statements(node);
      default:
        return second === undefined && isStatementLike(node.kind) ? [] : [this.#evaluate(node)];
    }
  }

  #evaluate(node: SyntaxNode): Statement {
    return { ...span(node), type: "expression", expression: this.expression(node) };
  }

  #branch(node: SyntaxNode, alternatives: readonly SyntaxNode[]): Statement {
    const [test] = this.named(node);
    const [next, ...others] = alternatives;
    const otherwise =
      next === undefined
        ? []
        : next.kind === "else_clause"
          ? this.#block(next)
          : [this.#branch(next, others)];
    return {
      ...span(node),
      type: "if",
      test: test ? this.expression(test) : nothing(node),
      consequent: this.#block(node),
      otherwise,
    };
  }

  #handler(node: SyntaxNode): Handler {
    const [what] = this.named(node).filter(({ kind }) => kind !== "block");
    const pattern = what?.kind === "as_pattern" ? what : undefined;
    const types = pattern ? this.named(pattern)[0] : what;
    const target = pattern && child(pattern, "as_pattern_target");
    const listed = types?.kind === "tuple" ? this.named(types) : types ? [types] : [];
    return {
      ...span(node),
      errorTypes: listed.map((one) => this.expression(one)),
      ...(target ? { name: this.target(target) } : {}),
      body: this.#block(node),
    };
  }

  #withItems(node: SyntaxNode): { value: Expression; target?: Target }[] {
    const items = this.named(child(node, "with_clause") ?? node).filter(({ kind }) => kind === "with_item");
    return items.flatMap((item) => {
      const [value] = this.named(item);
      if (value === undefined) return [];
      if (value.kind !== "as_pattern") return [{ value: this.expression(value) }];
      const [inner] = this.named(value);
      const target = child(value, "as_pattern_target");
      if (inner === undefined) return [];
      return [{ value: this.expression(inner), ...(target ? { target: this.target(target) } : {}) }];
    });
  }

  #case(node: SyntaxNode): CaseClause {
    const patterns = node.children.filter(({ kind }) => kind === "case_pattern");
    const [only] = patterns;
    const guardClause = child(node, "if_clause");
    const guard = guardClause && this.named(guardClause)[0];
    const tests = only && patterns.length === 1 ? this.#patternTests(only) : undefined;
    return {
      ...span(node),
      ...(tests ? { tests } : {}),
      ...(only && tests === undefined ? this.#captures(only) : {}),
      ...(guard ? { guard: this.expression(guard) } : {}),
      body: this.#block(node),
    };
  }

  /** The literals of a pattern, or undefined where it matches more than literals. */
  #patternTests(pattern: SyntaxNode): Expression[] | undefined {
    const [inner] = this.named(pattern);
    if (inner === undefined) return undefined;
    const options = inner.kind === "union_pattern" ? this.named(inner) : [inner];
    const literals = options.map((one) => (one.kind === "case_pattern" ? this.named(one)[0] : one));
    const all = literals.map((one) =>
      one && /^(string|concatenated_string|integer|float|true|false|none)$/.test(one.kind)
        ? this.expression(one)
        : undefined,
    );
    return all.every((one) => one !== undefined) ? all : undefined;
  }

  /** A name that takes the whole, or all the names inside a pattern, each a part of it. */
  #captures(pattern: SyntaxNode): { binds?: Target } {
    const [inner] = this.named(pattern);
    const name = inner?.kind === "dotted_name" ? this.text(inner) : undefined;
    if (name !== undefined && !name.includes(".")) return { binds: { ...span(pattern), type: "name", name } };
    const entries = this.#capturedNames(pattern).map((target) => ({ target }));
    return entries.length === 0 ? {} : { binds: { ...span(pattern), type: "map", entries } };
  }

  #capturedNames(node: SyntaxNode): Target[] {
    return this.named(node).flatMap((one): Target[] => {
      if (one.kind === "class_pattern") {
        const [type, ...others] = this.named(one);
        // `int(port)` is a number.
        return type && /^(int|float|bool)$/.test(this.text(type))
          ? []
          : others.flatMap((other) => this.#capturedNames(other));
      }
      if (one.kind !== "dotted_name" && one.kind !== "identifier") return this.#capturedNames(one);
      const name = this.text(one);
      return name.includes(".") || name === "_" ? [] : [{ ...span(one), type: "name", name }];
    });
  }

  #decorated(node: SyntaxNode): Statement[] {
    const decorators = node.children
      .filter(({ kind }) => kind === "decorator")
      .flatMap((one) => this.named(one).map((inner) => this.expression(inner)));
    const definition = child(node, "function_definition", "class_definition");
    if (definition === undefined) return [];
    if (definition.kind === "class_definition")
      return [{ ...span(node), type: "class", definition: this.#class(definition, decorators) }];
    return [{ ...span(node), type: "function", definition: this.#function(definition, decorators, false) }];
  }

  #function(node: SyntaxNode, decorators: readonly Expression[], isMethod: boolean): FunctionDefinition {
    const parameters = child(node, "parameters", "lambda_parameters");
    const body = this.#block(node);
    const name = child(node, "identifier");
    return {
      ...span(node),
      name: name ? this.text(name) : "",
      parameters: parameters ? this.named(parameters).flatMap((one) => this.parameter(one)) : [],
      body,
      decorators,
      isMethod,
      isStatic: decorators.some((one) => one.type === "name" && one.name === "staticmethod"),
      isGetter: decorators.some((one) => one.type === "name" && /property$/.test(one.name)),
      isGenerator: false,
      isAsync: has(node, "async"),
      locals: assignedNames(node, this),
    };
  }

  #class(node: SyntaxNode, decorators: readonly Expression[]): ClassDefinition {
    const name = child(node, "identifier");
    const bases = child(node, "argument_list");
    const members = this.named(child(node, "block") ?? node);
    const methods: FunctionDefinition[] = [];
    const fields: ClassField[] = [];
    for (const member of members) {
      if (member.kind === "function_definition") methods.push(this.#function(member, [], true));
      else if (member.kind === "decorated_definition") {
        for (const one of this.#decorated(member))
          if (one.type === "function") methods.push({ ...one.definition, isMethod: true });
      } else if (member.kind === "expression_statement") fields.push(...this.#field(member));
    }
    return {
      ...span(node),
      name: name ? this.text(name) : "",
      bases: bases
        ? this.named(bases)
            .filter(({ kind }) => kind !== "keyword_argument")
            .map((one) => this.expression(one))
        : [],
      decorators,
      methods,
      fields,
    };
  }

  #field(node: SyntaxNode): ClassField[] {
    const assignment = child(node, "assignment");
    const target = assignment && child(assignment, "identifier");
    if (assignment === undefined || target === undefined) return [];
    const annotation = child(assignment, "type");
    const value = after(assignment, "=");
    return [
      {
        ...span(assignment),
        name: this.text(target),
        ...(annotation ? { annotation: this.text(annotation) } : {}),
        ...(value ? { value: this.expression(value) } : {}),
        isStatic: true,
      },
    ];
  }

  #importBinding(node: SyntaxNode, module: string | undefined): ImportBinding[] {
    if (node.kind === "wildcard_import") return [];
    const aliased = node.kind === "aliased_import";
    const original = aliased ? child(node, "dotted_name") : node;
    const alias = aliased ? child(node, "identifier") : undefined;
    if (original === undefined) return [];
    const path = this.text(original).replaceAll(/\s/g, "");
    if (module !== undefined)
      return [
        {
          name: alias ? this.text(alias) : path,
          api: module.endsWith(".") ? `${module}${path}` : `${module}.${path}`,
          module,
        },
      ];
    // `import os.path` binds os; `import os.path as p` binds the whole.
    if (alias) return [{ name: this.text(alias), api: path, module: path }];
    const [top = path] = path.split(".");
    return [{ name: top, api: top, module: path }];
  }
}

function isAlternative({ kind }: SyntaxNode): boolean {
  return kind === "elif_clause" || kind === "else_clause";
}

function isStatementLike(kind: string): boolean {
  return kind.endsWith("_statement") || kind.endsWith("_clause");
}

/** Names that a function binds: assigning makes a name local to it. */
function assignedNames(definition: SyntaxNode, reader: SyntaxReader): ReadonlySet<string> {
  const names = new Set<string>();
  const outer = new Set<string>();
  const bind = (node: SyntaxNode | undefined): void => {
    if (node === undefined) return;
    if (node.kind === "identifier") names.add(reader.text(node));
    else if (/pattern|^tuple$|^list$|_target$|expression_list/.test(node.kind)) node.children.forEach(bind);
  };
  const visit = (node: SyntaxNode): void => {
    switch (node.kind) {
      case "function_definition":
      case "class_definition":
        bind(child(node, "identifier"));
        return;
      case "lambda":
        return;
      case "assignment":
      case "augmented_assignment":
      case "named_expression":
        bind(node.children[0]);
        break;
      case "for_statement":
        bind(after(node, "for"));
        break;
      case "as_pattern_target":
        bind(node);
        break;
      case "case_pattern":
        for (const one of node.children) if (one.kind === "dotted_name") bind(one.children[0]);
        break;
      case "import_statement":
      case "import_from_statement":
        for (const one of node.children.slice(2))
          if (one.kind === "dotted_name") bind(one.children[0]);
          else if (one.kind === "aliased_import") bind(child(one, "identifier"));
        if (node.kind === "import_statement") bind(child(node, "dotted_name")?.children[0]);
        break;
      case "global_statement":
      case "nonlocal_statement":
        for (const one of node.children) if (one.kind === "identifier") outer.add(reader.text(one));
        break;
    }
    node.children.forEach(visit);
  };
  child(definition, "block")?.children.forEach(visit);
  for (const name of outer) names.delete(name);
  return names;
}
