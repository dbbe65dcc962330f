import { after, child, type SyntaxNode } from "../syntax/syntaxNode.ts";
import type { Bindings } from "./bindings.ts";
import { callAt, calledName } from "./calledName.ts";
import type { CodeTree } from "./codeTree.ts";
import type { Definition } from "./definitions.ts";

export interface RaisedException {
  readonly line: number;
  readonly type: string;
}

/** Python's own errors below Exception whose base is another; docs.python.org/3/library/exceptions.html. */
const builtinBases: ReadonlyMap<string, string> = new Map(
  Object.entries({
    KeyError: "LookupError",
    IndexError: "LookupError",
    ZeroDivisionError: "ArithmeticError",
    OverflowError: "ArithmeticError",
    FloatingPointError: "ArithmeticError",
    ModuleNotFoundError: "ImportError",
    UnboundLocalError: "NameError",
    NotImplementedError: "RuntimeError",
    RecursionError: "RuntimeError",
    UnicodeError: "ValueError",
    UnicodeDecodeError: "UnicodeError",
    UnicodeEncodeError: "UnicodeError",
    FileNotFoundError: "OSError",
    FileExistsError: "OSError",
    PermissionError: "OSError",
    IsADirectoryError: "OSError",
    NotADirectoryError: "OSError",
    InterruptedError: "OSError",
    TimeoutError: "OSError",
    ConnectionError: "OSError",
    BrokenPipeError: "ConnectionError",
    ConnectionRefusedError: "ConnectionError",
    ConnectionResetError: "ConnectionError",
    IndentationError: "SyntaxError",
  }),
);
const uncatchable = new Set(["SystemExit", "KeyboardInterrupt", "GeneratorExit", "BaseException"]);

export interface ExceptionContext {
  readonly tree: CodeTree;
  readonly bindings: Bindings;
  /** What `basesIn` gives. */
  readonly bases: ReadonlyMap<string, string>;
}

/** What is raised in a function and not caught there, each type at each line. */
export function exceptionsOf(
  { tree, bindings, bases }: ExceptionContext,
  definition: Definition,
  nodes: Iterable<SyntaxNode>,
): readonly RaisedException[] {
  const found: RaisedException[] = [];
  for (const node of nodes)
    for (const type of raisedTypes(tree, bindings, node))
      if (!isCaught(tree, definition, node, type, bases)) found.push({ line: tree.line(node), type });
  return found;
}

/** The types that a statement raises; none for any other. */
export function raisedTypes(tree: CodeTree, bindings: Bindings, node: SyntaxNode): readonly string[] {
  if (node.kind === "assert_statement") return ["AssertionError"];
  if (node.kind !== "raise_statement" && node.kind !== "throw_statement") return [];
  const [value] = tree.named(node);
  if (value === undefined) return handlerTypes(tree, node);
  const call = callAt(value);
  if (call !== undefined) return [calledName(tree, call.callee)];
  if (value.kind !== "identifier") return [calledName(tree, value)];
  const name = tree.text(value);
  const known = bindings.find(name, value);
  const handler = known.findLast(({ how, node: bound }) => how === "except" && bound.start < value.start);
  if (handler !== undefined && tree.isPython) return typesOf(tree, handler.place);
  const made = known.findLast(({ how, node: bound }) => how === "assignment" && bound.start < value.start);
  const assigned = made && tree.parent(made.node);
  const maker = assigned && after(assigned, "=");
  const making = maker && callAt(maker);
  return [making === undefined ? name : calledName(tree, making.callee)];
}

/** `raise` alone raises what the handler around it has caught. */
function handlerTypes(tree: CodeTree, node: SyntaxNode): readonly string[] {
  for (const above of tree.ancestors(node)) if (above.kind === "except_clause") return typesOf(tree, above);
  return ["Exception"];
}

/** The types that an except clause names; "BaseException" for one without. */
export function typesOf(tree: CodeTree, clause: SyntaxNode): readonly string[] {
  const [what] = tree.named(clause).filter(({ kind }) => kind !== "block");
  const types = what?.kind === "as_pattern" ? what.children[0] : what;
  if (types === undefined) return ["BaseException"];
  const listed = types.kind === "tuple" ? tree.named(types) : [types];
  return listed.map((one) => calledName(tree, one));
}

function isCaught(
  tree: CodeTree,
  definition: Definition,
  node: SyntaxNode,
  type: string,
  bases: ReadonlyMap<string, string>,
): boolean {
  let inner = node;
  for (const above of tree.ancestors(node)) {
    if (inner === definition.node) return false;
    // Handlers catch what their try's own block raises.
    const isBody = above.kind === "try_statement" && /^(statement_)?block$/.test(inner.kind);
    if (isBody && !tree.isPython && child(above, "catch_clause") !== undefined) return true;
    if (isBody && tree.isPython) {
      const caught = above.children
        .filter(({ kind }) => kind.startsWith("except_"))
        .flatMap((clause) => typesOf(tree, clause));
      if (caught.some((one) => isKindOf(type, one, bases))) return true;
    }
    inner = above;
  }
  return false;
}

function isKindOf(type: string, caught: string, bases: ReadonlyMap<string, string>): boolean {
  if (caught === "BaseException") return true;
  if (caught === "Exception") return !uncatchable.has(type);
  const seen = new Set<string>();
  for (let one: string | undefined = type; one !== undefined && !seen.has(one); one = bases.get(one)) {
    if (one === caught || (one === "OSError" && /^(IOError|EnvironmentError)$/.test(caught))) return true;
    seen.add(one);
  }
  return false;
}

/** What errors are kinds of: Python's own, and the first base of each class here. */
export function basesIn(tree: CodeTree): ReadonlyMap<string, string> {
  const bases = new Map(builtinBases);
  if (!tree.isPython) return bases;
  for (const node of tree.nodes()) {
    if (node.kind !== "class_definition") continue;
    const name = child(node, "identifier");
    const [base] = tree.named(child(node, "argument_list") ?? node).filter(({ kind }) => kind !== "block");
    if (name !== undefined && base !== undefined && base !== name)
      bases.set(tree.text(name), calledName(tree, base));
  }
  return bases;
}
