import { child, type SyntaxNode } from "../syntax/syntaxNode.ts";
import { Bindings } from "./bindings.ts";
import { argumentsOf, type CallArguments } from "./callArguments.ts";
import { callAt, calledName } from "./calledName.ts";
import { CodeTree } from "./codeTree.ts";
import { type Definition, definitionsOf, innermostAt, lastName } from "./definitions.ts";
import { importedFrom } from "./importedFrom.ts";
import { importsOf } from "./imports.ts";
import { isName, nameUse } from "./nameUse.ts";
import { decoratorsOf } from "./parameters.ts";
import type { SourceTree } from "./sourceTree.ts";

export interface Reference {
  readonly path: string;
  readonly line: number;
  /** The line, trimmed. */
  readonly text: string;
  readonly how: "call" | "import" | "inherits" | "reads";
  /** What a call passes. */
  readonly passed?: CallArguments;
}

export interface ReferenceQuery {
  /** The last part: "total" of "Basket.total". */
  readonly name: string;
  readonly definingPath: string;
  readonly files: readonly SourceTree[];
}

const longestText = 200;

/**
 * Where a name that one file defines is used, file by file, in the order of the text. A function or class counts in other
 * files where it is imported; a method wherever a member of that name is used, unless of a module that is plainly another.
 */
export function referencesTo({ name, definingPath, files }: ReferenceQuery): readonly Reference[] {
  const definitions = files
    .filter(({ path }) => path === definingPath)
    .flatMap((file) => {
      const tree = new CodeTree(file);
      return definitionsOf(tree)
        .filter((one) => lastName(one.name) === name)
        .map((definition) => targetOf(tree, definition));
    });
  return files
    .filter(({ source }) => source.includes(name))
    .flatMap((file) => new ReferenceFinder(file, name, definingPath, definitions).find());
}

interface Target {
  readonly kind: Definition["kind"];
  /** The class, where `Basket.total(basket)` passes the object as an argument of its own. */
  readonly owner: string | undefined;
}

function targetOf(tree: CodeTree, { kind, node, parent }: Definition): Target {
  const isBound = decoratorsOf(tree, node).some((one) => /staticmethod|classmethod/.test(one));
  const owner = tree.isPython && kind === "method" && !isBound && parent ? lastName(parent.name) : undefined;
  return { kind, owner };
}

class ReferenceFinder {
  readonly #tree: CodeTree;
  readonly #bindings: Bindings;
  readonly #definitions: readonly Definition[];
  readonly #name: string;
  readonly #isDefining: boolean;
  readonly #isMethod: boolean;
  readonly #isPlain: boolean;
  readonly #owners: ReadonlySet<string>;
  /** Where the name is bound that is meant. */
  readonly #definingScopes: ReadonlySet<SyntaxNode>;
  /** What the name is called here. */
  readonly #locals = new Set<string>();
  /** What the module that defines it is called here. */
  readonly #modules = new Set<string>();
  readonly #imported: SyntaxNode[] = [];
  /** What holds `require("…")` here. */
  readonly #required = new Set<SyntaxNode>();

  constructor(file: SourceTree, name: string, definingPath: string, targets: readonly Target[]) {
    this.#tree = new CodeTree(file);
    this.#bindings = new Bindings(this.#tree);
    this.#definitions = definitionsOf(this.#tree);
    this.#name = name;
    this.#definingScopes = this.#scopesOfDefinitions();
    this.#isDefining = file.path === definingPath;
    this.#isMethod = targets.length === 0 || targets.some(({ kind }) => kind === "method");
    this.#isPlain = targets.length === 0 || targets.some(({ kind }) => kind !== "method");
    this.#owners = new Set(targets.flatMap(({ owner }) => (owner === undefined ? [] : [owner])));
    if (this.#isPlain && !this.#isDefining) this.#readImports(definingPath);
  }

  find(): readonly Reference[] {
    const found = this.#imported.map((node) => this.#reference(node, "import"));
    const imports = new Set(this.#imported);
    for (const node of this.#tree.nodes()) {
      if (imports.has(node)) continue;
      if (isName(node) && this.#isPlain && this.#isMeant(node)) found.push(this.#used(node));
      else if (isMember(node) && this.#isMemberMeant(node)) found.push(this.#used(node));
    }
    return found.sort((one, other) => one.line - other.line);
  }

  #readImports(definingPath: string): void {
    const tree = this.#tree;
    for (const { module, node, bindings, names } of importsOf(tree)) {
      if (node.kind === "variable_declarator") this.#required.add(node);
      const from = importedFrom(module, tree.path, definingPath, tree.isPython);
      for (const { local, original } of bindings) {
        const inner =
          original === undefined ? module : `${module}${module.endsWith(".") ? "" : "."}${original}`;
        const isModule = tree.isPython && importedFrom(inner, tree.path, definingPath, true) === "file";
        if (from !== undefined && original === this.#name) this.#locals.add(local);
        else if (from !== undefined && original === "*") this.#locals.add(this.#name);
        else if (from !== undefined && original === "default" && local === this.#name)
          this.#locals.add(local);
        else if (isModule)
          this.#modules.add(original === undefined && local !== module ? aliasOr(module, local) : local);
        else if (from !== undefined && original === undefined) this.#modules.add(local);
      }
      if (from === undefined || !names.includes(this.#name)) continue;
      const named = [...tree.nodes(node)].find((one) => isWord(one) && tree.text(one) === this.#name);
      this.#imported.push(named ?? node);
    }
  }

  /** A plain name that is read, and no variable of the same name that stands before it. */
  #isMeant(node: SyntaxNode): boolean {
    const text = this.#tree.text(node);
    if (this.#isDefining ? text !== this.#name : !this.#locals.has(text)) return false;
    const use = nameUse(this.#tree, node);
    if (use !== "read" && use !== "update") return false;
    if (this.#isDefining) {
      const scope = this.#bindings.scopeOf(text, node) ?? this.#tree.root;
      return this.#definingScopes.has(scope);
    }
    const known = this.#bindings.find(text, node);
    return known.length === 0 || known.some(({ how, place }) => how === "import" || this.#isRequire(place));
  }

  #scopesOfDefinitions(): ReadonlySet<SyntaxNode> {
    const plain = this.#definitions.filter(
      ({ name, kind }) => kind !== "method" && lastName(name) === this.#name,
    );
    const scopes = plain.map(({ node }) => this.#bindings.scopeOf(this.#name, node) ?? this.#tree.root);
    return new Set(scopes.length === 0 ? [this.#tree.root] : scopes);
  }

  #isMemberMeant(node: SyntaxNode): boolean {
    const [object] = node.children;
    const last = node.children.at(-1);
    if (object === undefined || last === undefined || this.#tree.text(last) !== this.#name) return false;
    const of = calledName(this.#tree, object);
    if (this.#isPlain && this.#modules.has(of) && !this.#isShadowed(object)) return true;
    if (!this.#isMethod) return false;
    // `math.total` of another module.
    const isModule =
      object.kind === "identifier" && this.#bindings.find(of, object).some(({ how }) => how === "import");
    if (isModule && /^[a-z]/.test(of) && !this.#modules.has(of)) return false;
    return this.#isDefining || !/^(self|this|cls)$/.test(of) || !this.#isOwnMethod(node);
  }

  /** `self.total()` in a class that has a method of that name itself. */
  #isOwnMethod(node: SyntaxNode): boolean {
    const holder = innermostAt(
      this.#definitions.filter(({ kind }) => kind === "class"),
      node.start,
    );
    return this.#definitions.some((one) => one.parent === holder && lastName(one.name) === this.#name);
  }

  /** `const { total } = require("./basket")` */
  #isRequire(place: SyntaxNode): boolean {
    const declarator = child(place, "variable_declarator");
    return declarator !== undefined && this.#required.has(declarator);
  }

  #isShadowed(object: SyntaxNode): boolean {
    if (object.kind !== "identifier") return false;
    const known = this.#bindings.find(this.#tree.text(object), object);
    return known.length > 0 && known.every(({ how, place }) => how !== "import" && !this.#isRequire(place));
  }

  #used(node: SyntaxNode): Reference {
    const above = this.#tree.parent(node);
    const call = above && callAt(above);
    if (call?.callee === node) {
      const passed = argumentsOf(this.#tree, call.node);
      const [object] = isMember(node) ? node.children : [];
      const isUnbound = object !== undefined && this.#owners.has(lastName(calledName(this.#tree, object)));
      const positional = isUnbound ? Math.max(0, passed.positional - 1) : passed.positional;
      return { ...this.#reference(node, "call"), passed: { ...passed, positional } };
    }
    return this.#reference(node, this.#isInherited(node) ? "inherits" : "reads");
  }

  #isInherited(node: SyntaxNode): boolean {
    for (const above of this.#tree.ancestors(node)) {
      if (/^(extends_clause|extends_type_clause|implements_clause|class_heritage)$/.test(above.kind))
        return true;
      if (above.kind === "argument_list") return this.#tree.parent(above)?.kind === "class_definition";
      if (!/^(attribute|member_expression|nested_type_identifier|generic_type|subscript)$/.test(above.kind))
        return false;
    }
    return false;
  }

  #reference(node: SyntaxNode, how: Reference["how"]): Reference {
    const last = isMember(node) ? (node.children.at(-1) ?? node) : node;
    const line = this.#tree.line(last);
    return { path: this.#tree.path, line, text: this.#tree.lineText(line).trim().slice(0, longestText), how };
  }
}

/** `import shop.rates` is used as "shop.rates", with `as` by its alias. */
function aliasOr(module: string, local: string): string {
  return module.split(".")[0] === local ? module : local;
}

function isWord({ kind }: SyntaxNode): boolean {
  return kind.endsWith("identifier") || kind.endsWith("identifier_pattern");
}

function isMember({ kind }: SyntaxNode): boolean {
  return kind === "attribute" || kind === "member_expression";
}
