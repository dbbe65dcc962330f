import { after, child, has, type SyntaxNode } from "../syntax/syntaxNode.ts";
import { Bindings } from "./bindings.ts";
import { callAt, calledName, fullNames } from "./calledName.ts";
import { CodeTree } from "./codeTree.ts";
import { complexityOf } from "./complexity.ts";
import { type Definition, definitionsOf, innermostAt, ownNodes } from "./definitions.ts";
import { documentationOf } from "./documentation.ts";
import { basesIn, exceptionsOf, type RaisedException } from "./exceptions.ts";
import { annotationText, type CodeInput, inputsOf } from "./parameters.ts";
import { type EffectContext, type SideEffect, sideEffectsOf } from "./sideEffects.ts";
import type { SourceTree } from "./sourceTree.ts";

export interface CodeOutline {
  readonly kind: Definition["kind"];
  /** "Basket.total" */
  readonly name: string;
  /** On one line, without decorators and body. */
  readonly signature: string;
  readonly startLine: number;
  readonly endLine: number;
  /** The first paragraph. */
  readonly docstring?: string;
  readonly inputs: readonly CodeInput[];
  /** The annotation, or what return statements give, at most three of them. */
  readonly output?: string;
  readonly sideEffects: readonly SideEffect[];
  readonly exceptions: readonly RaisedException[];
  /** Each name once, at its first line. */
  readonly calls: readonly { readonly line: number; readonly name: string }[];
  readonly complexity: number;
  readonly lines: number;
  readonly asynchronous: boolean;
  readonly generator: boolean;
}

const longestSignature = 300;
const mostReturns = 3;

/**
 * The functions and classes within some lines, and the innermost one around them. What a class does is what all its
 * methods do; a function's inner functions stand for themselves where they have a name.
 */
export function outlineOf({
  startLine,
  endLine,
  ...source
}: SourceTree & { readonly startLine: number; readonly endLine: number }): readonly CodeOutline[] {
  const tree = new CodeTree(source);
  const definitions = definitionsOf(tree);
  const start = tree.startOf(startLine);
  const text = source.source.slice(start, tree.startOf(endLine + 1)).trimEnd();
  const leading = text.length - text.trimStart().length;
  const around = innermostAt(definitions, start + leading, start + Math.max(text.length, leading));
  const chosen = definitions.filter(
    (one) =>
      one === around ||
      (startLine <= tree.lineOf(one.start) && tree.lineOf(Math.max(one.start, one.end - 1)) <= endLine),
  );
  if (chosen.length === 0) return [];
  const context = {
    tree,
    bindings: new Bindings(tree),
    fullNames: fullNames(tree),
    bases: basesIn(tree),
    definitions,
    named: new Set(definitions.map(({ node }) => node)),
  };
  return chosen.map((one) => outline(context, one));
}

export interface EnclosingDefinition {
  readonly name: string;
  readonly kind: Definition["kind"];
  /** With decorators and `export`. */
  readonly startLine: number;
  readonly endLine: number;
  readonly bodyStartLine: number;
}

/** The innermost function or class that a line lies in. */
export function enclosingDefinition({
  line,
  ...source
}: SourceTree & { readonly line: number }): EnclosingDefinition | undefined {
  const tree = new CodeTree(source);
  const text = tree.lineText(line);
  const at = tree.startOf(line) + text.length - text.trimStart().length;
  const found = innermostAt(definitionsOf(tree), Math.min(at, source.source.length));
  if (found === undefined) return undefined;
  const [first]: readonly SyntaxNode[] = found.body === undefined ? [] : tree.named(found.body);
  return {
    name: found.name,
    kind: found.kind,
    startLine: tree.lineOf(found.start),
    endLine: tree.lineOf(Math.max(found.start, found.end - 1)),
    bodyStartLine: tree.line(first ?? found.body ?? found.node),
  };
}

interface OutlineContext extends EffectContext {
  readonly bases: ReadonlyMap<string, string>;
  readonly definitions: readonly Definition[];
  readonly named: ReadonlySet<SyntaxNode>;
}

function outline(context: OutlineContext, definition: Definition): CodeOutline {
  const { tree, definitions } = context;
  const { kind, name, node } = definition;
  const nodes = ownNodes(tree, definition, context.named);
  const docstring = documentationOf(tree, definition);
  const output = kind === "class" ? undefined : outputOf(tree, definition, nodes);
  const startLine = tree.lineOf(definition.start);
  const endLine = tree.lineOf(Math.max(definition.start, definition.end - 1));
  return {
    kind,
    name,
    signature: signatureOf(tree, definition),
    startLine,
    endLine,
    ...(docstring === undefined ? {} : { docstring }),
    inputs: inputsOf(tree, definition, definitions),
    ...(output === undefined ? {} : { output }),
    sideEffects: sideEffectsOf(context, definition, nodes),
    exceptions: exceptionsOf(context, definition, nodes),
    calls: callsOf(tree, nodes),
    complexity: complexityOf(tree, nodes),
    lines: endLine - startLine + 1,
    asynchronous: has(node, "async"),
    generator:
      has(node, "*") || node.kind.startsWith("generator") || (kind !== "class" && nodes.some(isYield)),
  };
}

function isYield({ kind, isNamed }: SyntaxNode): boolean {
  return isNamed && (kind === "yield" || kind === "yield_expression");
}

function signatureOf(tree: CodeTree, { node, body, headStart }: Definition): string {
  const colon = tree.isPython ? child(node, ":") : undefined;
  const end = colon?.start ?? body?.start ?? node.end;
  const comments = [...tree.nodes(node, (one) => one.start < end)].filter(
    (one) => one.kind === "comment" && one.end <= end,
  );
  let text = "";
  let at = headStart;
  for (const comment of comments.filter(({ start }) => start >= headStart)) {
    text += tree.source.slice(at, comment.start);
    at = comment.end;
  }
  text += tree.source.slice(at, end);
  const line = text
    .replace(/\s+/g, " ")
    .replace(/([([]) /g, "$1")
    .replace(/,? ([)\]])/g, "$1")
    .trim();
  return line.length <= longestSignature ? line : `${line.slice(0, longestSignature - 1)}…`;
}

function outputOf(
  tree: CodeTree,
  { node, body }: Definition,
  nodes: readonly SyntaxNode[],
): string | undefined {
  const arrow = child(node, "->");
  const annotation = arrow === undefined ? child(node, "type_annotation") : undefined;
  const type = arrow === undefined ? annotation : after(node, "->");
  if (type !== undefined) return annotationText(tree, type);
  if (node.kind === "arrow_function" && body !== undefined && body.kind !== "statement_block")
    return tree.briefOf(body, 60);
  const given = (kinds: RegExp): string | undefined => {
    const values = nodes.flatMap((one) => {
      const [value] = one.isNamed && kinds.test(one.kind) ? tree.named(one) : [];
      return value === undefined ? [] : [tree.briefOf(value, 60)];
    });
    const distinct = [...new Set(values)];
    return distinct.length === 0 ? undefined : distinct.slice(0, mostReturns).join(" | ");
  };
  return given(/^yield(_expression)?$/) ?? given(/^return_statement$/);
}

function callsOf(tree: CodeTree, nodes: readonly SyntaxNode[]): CodeOutline["calls"] {
  const lines = new Map<string, number>();
  for (const node of nodes) {
    const call = callAt(node);
    const above = tree.parent(node)?.kind;
    if (call === undefined || above === "raise_statement" || above === "throw_statement") continue;
    const name = calledName(tree, call.callee);
    if (!lines.has(name)) lines.set(name, tree.endLine(call.callee));
  }
  return [...lines].map(([name, line]) => ({ name, line }));
}
