import { languageOfPath } from "../../base/languageOfPath.ts";
import { fail, ok, type Result } from "../../base/result.ts";
import { type Failure, failureOf } from "../../contract/failure.ts";
import { errorsIn, type SyntaxNode } from "../../syntax/syntaxNode.ts";
import type { SyntaxParser } from "../../syntax/syntaxParser.ts";
import { findFunction, type NamedFunction, namedFunctions } from "./findFunction.ts";
import { javascriptGrammar, type MutationGrammar, pythonGrammar } from "./grammar.ts";
import { applyMutant, type Mutant, type MutationOperator } from "./mutant.ts";

export interface MutationPlan {
  /** The function's whole name. */
  readonly functionName: string;
  /** In the order of the text; each gives a source that parses and differs from the others'. */
  readonly mutants: readonly Mutant[];
}

/**
 * The small changes by which tests of one function are measured. Left out is what seldom changes behaviour that a test
 * should know: docstrings, logging, messages of exceptions, types, __repr__.
 * @param parser has loaded the path's language
 */
export function planMutants(
  path: string,
  source: string,
  functionName: string,
  parser: SyntaxParser,
): Result<MutationPlan, Failure> {
  const language = languageOfPath(path);
  const isScript = /^(java|type)script(react)?$/.test(language);
  if (language !== "python" && !isScript)
    return fail(
      failureOf(
        "invalidRequest",
        `${path} cannot be mutated: name a file of Python, JavaScript or TypeScript.`,
      ),
    );
  const grammar = isScript ? javascriptGrammar : pythonGrammar;
  const parse = (text: string) => parseWhole(parser, language, path, text);
  const root = parse(source);
  if (root === undefined)
    return fail(failureOf("invalidRequest", `${path} cannot be read as code. Correct its syntax first.`));
  const functions = namedFunctions(root, source, grammar);
  const found = findFunction(functions, functionName);
  if (found === undefined) return fail(failureOf("notFound", missing(path, functionName, functions)));
  const seen = new Set([source]);
  const mutants = [...changesIn(found.node, source, grammar)]
    .sort((a, b) => a.start - b.start || a.end - b.end)
    .filter((mutant) => {
      const text = applyMutant(source, mutant);
      if (seen.has(text)) return false;
      seen.add(text);
      return parse(text) !== undefined;
    });
  if (mutants.length === 0)
    return fail(
      failureOf(
        "invalidRequest",
        `${found.name} holds nothing to mutate. Name a function that decides or computes.`,
      ),
    );
  return ok({ functionName: found.name, mutants });
}

/** Every function that could be mutated, in the order of the text; none where the text is not read. */
export function functionsToMutate(
  path: string,
  source: string,
  parser: SyntaxParser,
): readonly NamedFunction[] {
  const language = languageOfPath(path);
  const root = parser.parse(language, path, source);
  return root === undefined
    ? []
    : namedFunctions(root, source, language === "python" ? pythonGrammar : javascriptGrammar);
}

function missing(path: string, name: string, functions: readonly NamedFunction[]): string {
  const known = functions.slice(0, 8).map((one) => one.name);
  return known.length === 0
    ? `${path} has no function ${name}, nor any other. Name a file that has.`
    : `${path} has no single function ${name}. It has ${known.join(", ")}${functions.length > 8 ? ", …" : ""}.`;
}

function* changesIn(node: SyntaxNode, source: string, grammar: MutationGrammar): Generator<Mutant> {
  const textOf = (one: SyntaxNode): string => source.slice(one.start, one.end);
  const named = node.children.filter(({ isNamed }) => isNamed);
  const instead = (operator: MutationOperator, one: SyntaxNode, replacement: string): Mutant => ({
    operator,
    start: one.start,
    end: one.end,
    replacement,
  });

  if (grammar.exceptions.has(node.kind)) yield instead("removed exception", node, grammar.emptyStatement);
  if (grammar.left.has(node.kind)) return;
  if (node.kind === "expression_statement") {
    const [only] = named;
    // A docstring, or a text that stands alone.
    if (named.length === 1 && only !== undefined && grammar.texts.has(only.kind)) return;
    if (grammar.telling.test(textOf(node))) return;
    if (only !== undefined && grammar.calls.has(only.kind))
      yield instead("removed call", node, grammar.emptyStatement);
  }
  if (grammar.functions.has(node.kind)) {
    const name = node.children.find(({ kind }) => kind === "identifier" || kind === "property_identifier");
    if (name !== undefined && grammar.leftFunctions.has(textOf(name))) return;
    const body = named.at(-1);
    if (node.kind === "arrow_function" && body !== undefined && body.kind !== "statement_block")
      if (!grammar.nothing.values.has(body.kind)) yield instead("return", body, "undefined");
  }
  if (node.kind === "return_statement") {
    const [value] = named;
    if (value !== undefined && !grammar.nothing.values.has(value.kind))
      yield instead("return", node, grammar.nothing.returned);
  }
  const conditionAt = grammar.conditions.get(node.kind);
  const condition = conditionAt === undefined ? undefined : named[conditionAt];
  if (condition !== undefined && isWorthNegating(condition, source, grammar))
    yield instead("negated condition", condition, grammar.negate(textOf(condition)));
  if (grammar.negations.has(node.kind)) {
    const [token, operand] = node.children;
    if (token !== undefined && operand !== undefined) {
      const sign = textOf(token);
      if (sign === grammar.negationToken) yield instead("removed not", node, textOf(operand));
      else if (sign === "-") yield instead("arithmetic", node, textOf(operand));
    }
  }
  if (node.kind === "unary_operator" && node.children[1] !== undefined && textOf(node).startsWith("-"))
    yield instead("arithmetic", node, textOf(node.children[1]));
  if (grammar.operations.has(node.kind)) {
    const joins = node.children.some(({ kind }) => grammar.texts.has(kind));
    for (const child of node.children) {
      const sign = textOf(child).replace(/\s+/g, " ");
      const change = child.kind === sign ? grammar.operators.get(sign) : undefined;
      if (change === undefined || (joins && change.operator === "arithmetic")) continue;
      yield instead(change.operator, child, change.to);
    }
  }
  if (grammar.numbers.has(node.kind)) yield instead("constant", node, nextNumber(textOf(node)));
  const otherTruth = grammar.truth.get(node.kind);
  if (otherTruth !== undefined) yield instead("constant", node, otherTruth);
  if (node.kind === "string" || node.kind === "template_string") {
    const isEmpty = /^[a-zA-Z]*(""""""|''''''|""|''|``)$/.test(textOf(node));
    yield instead("constant", node, isEmpty ? grammar.otherText : grammar.emptyText);
    return;
  }
  for (const child of node.children) yield* changesIn(child, source, grammar);
}

/** What a flipped operator or a removed "not" says already is not said twice; `while True` negated never runs. */
function isWorthNegating(condition: SyntaxNode, source: string, grammar: MutationGrammar): boolean {
  const inner =
    condition.kind === "parenthesized_expression"
      ? (condition.children.find(({ isNamed }) => isNamed) ?? condition)
      : condition;
  if (grammar.truth.has(inner.kind)) return false;
  if (grammar.negations.has(inner.kind)) return false;
  if (!grammar.operations.has(inner.kind)) return true;
  return !inner.children.some(({ kind, start, end }) => {
    const sign = source.slice(start, end).replace(/\s+/g, " ");
    return kind === sign && grammar.operators.get(sign)?.operator === "comparison";
  });
}

function nextNumber(text: string): string {
  if (/^\d+$/.test(text)) return String(BigInt(text) + 1n);
  return `(${text} + 1${text.endsWith("n") ? "n" : ""})`;
}

/** The whole file's tree, or undefined where it does not parse without error. */
function parseWhole(
  parser: SyntaxParser,
  language: string,
  path: string,
  text: string,
): SyntaxNode | undefined {
  const tree = parser.parse(language, path, text);
  return tree === undefined || errorsIn(tree).length > 0 || tree.children.some(isIncomplete)
    ? undefined
    : tree;
}

/** The parser puts in what it misses, a parenthesis for example, as a leaf without length. */
function isIncomplete(root: SyntaxNode): boolean {
  const waiting = [root];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (node.children.length === 0 && node.start === node.end) return true;
    for (const one of node.children) waiting.push(one);
  }
  return false;
}
