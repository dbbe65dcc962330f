import { after, child, has, type SyntaxNode } from "../syntax/syntaxNode.ts";
import { Bindings } from "./bindings.ts";
import type { CoverageGoal } from "./branches.ts";
import type { CodeTree } from "./codeTree.ts";
import { type Condition, partsOf, unwrapped } from "./conditions.ts";
import { type Definition, ownNodes } from "./definitions.ts";
import { raisedTypes, typesOf } from "./exceptions.ts";
import { goalName } from "./goalName.ts";
import { inputsOf } from "./parameters.ts";
import { type Proof, ProvingLines } from "./provingLines.ts";

/** Reads one function for what its tests should reach. */
export class GoalFinder {
  readonly #tree: CodeTree;
  readonly #definition: Definition;
  readonly #named: ReadonlySet<SyntaxNode>;
  readonly #bindings: Bindings;
  readonly #proving: ProvingLines;
  /** Inputs that hold several things, by their type. */
  readonly #several: ReadonlySet<string>;
  /** Inputs whose default says that they hold one. */
  readonly #single: ReadonlySet<string>;

  constructor(tree: CodeTree, definition: Definition, definitions: readonly Definition[]) {
    this.#tree = tree;
    this.#definition = definition;
    this.#named = new Set(definitions.map(({ node }) => node));
    this.#bindings = new Bindings(tree);
    this.#proving = new ProvingLines(tree);
    const inputs = inputsOf(tree, definition, definitions);
    const holdsSeveral = /list|dict|set\b|tuple|str|sequence|iterable|collection|\[\]|array|map\b|record/i;
    this.#several = new Set(
      inputs
        .filter(({ type, rest }) => rest !== undefined || (type !== undefined && holdsSeveral.test(type)))
        .map(({ name }) => name),
    );
    const isOne = /^(true|false|-?\d.*)$/i;
    this.#single = new Set(
      inputs
        .filter(
          ({ type = "", default: value = "" }) => isOne.test(value) || /^(bool|int|float|number)/.test(type),
        )
        .map(({ name }) => name),
    );
  }

  *goals(): Generator<CoverageGoal> {
    for (const node of ownNodes(this.#tree, this.#definition, this.#named)) yield* this.#goalsOf(node);
    const { node, body } = this.#definition;
    if (node.kind === "arrow_function" && body !== undefined && body.kind !== "statement_block")
      yield this.#returned(body, body);
  }

  *#goalsOf(node: SyntaxNode): Generator<CoverageGoal> {
    const [first, second] = this.#tree.named(node);
    switch (node.kind) {
      case "if_statement":
      case "elif_clause":
      case "ternary_expression":
      case "if_clause":
        if (first !== undefined) yield* this.#conditionGoals(node, first);
        return;
      case "conditional_expression":
        if (second !== undefined) yield* this.#conditionGoals(node, second);
        return;
      case "while_statement":
        if (first !== undefined) yield* this.#whileGoals(node, unwrapped(this.#tree, first));
        return;
      case "for_statement":
      case "for_in_statement":
      case "for_in_clause":
        yield* this.#loopGoals(node);
        return;
      case "case_clause":
      case "switch_case":
      case "switch_default":
        yield* this.#caseGoals(node);
        return;
      case "except_clause":
        yield* this.#caught(node);
        return;
      case "catch_clause":
        yield this.#goal(
          node,
          "exception",
          "an error is caught",
          "catches_error",
          this.#proving.ofBody(child(node, "statement_block")),
        );
        return;
      case "raise_statement":
      case "throw_statement":
      case "assert_statement":
        yield* this.#raised(node);
        return;
      case "return_statement":
        // What stands in a branch, or has two of its own, is reached with them.
        if (this.#branchAround(node) === undefined && !/^(conditional|ternary)_/.test(first?.kind ?? ""))
          yield this.#returned(node, first);
        return;
      case "binary_expression":
        if (has(node, "??") && first !== undefined) {
          const what = this.#tree.briefOf(first, 60);
          yield this.#goal(node, "branch", `\`${what}\` is undefined or null`, goalName(what, "missing"));
        }
    }
  }

  #goal(
    node: SyntaxNode,
    kind: CoverageGoal["kind"],
    description: string,
    name: string,
    provenBy?: Proof,
  ): CoverageGoal {
    const line = this.#tree.line(node);
    return { line, kind, description, name, ...(provenBy === undefined ? {} : { provenBy }) };
  }

  *#caught(clause: SyntaxNode): Generator<CoverageGoal> {
    const types = typesOf(this.#tree, clause);
    // Of several types a line does not say which came.
    const proof = types.length === 1 ? this.#proving.ofBody(child(clause, "block")) : undefined;
    for (const type of types)
      yield this.#goal(clause, "exception", `\`${type}\` is caught`, goalName("catches", type), proof);
  }

  *#raised(node: SyntaxNode): Generator<CoverageGoal> {
    const types = raisedTypes(this.#tree, this.#bindings, node);
    // An assertion's line runs whether it holds or not.
    const isSure = types.length === 1 && node.kind !== "assert_statement";
    const proof = isSure ? this.#proving.ofStatement(node) : undefined;
    for (const type of types) {
      const description = `raises ${type}${this.#whenText(node)}`;
      yield this.#goal(node, "exception", description, goalName("raises", type), proof);
    }
  }

  *#conditionGoals(node: SyntaxNode, condition: SyntaxNode): Generator<CoverageGoal> {
    const { joined, parts } = partsOf(this.#tree, condition, (name) => this.#isSeveral(name));
    const whole = this.#tree.briefOf(unwrapped(this.#tree, condition), 80);
    const raises = this.#raisesAtOnce(node);
    const [only] = parts;
    if (joined === undefined && only !== undefined) {
      if (!raises) yield this.#side(only, "holds", this.#proving.whenHolds(node));
      yield this.#side(only, "fails", this.#proving.whenFails(node));
    } else {
      // What is raised where it holds is a goal of its own; of `or` each part is a way there.
      if (joined === "and" && !raises)
        yield this.#goal(
          node,
          "branch",
          `when \`${whole}\` holds`,
          goalName(...between(parts, "name")),
          this.#proving.whenHolds(node),
        );
      // Which of the parts it was, a line does not say.
      for (const part of parts) yield this.#side(part, joined === "and" ? "fails" : "holds");
      if (joined === "or")
        yield this.#goal(
          node,
          "branch",
          `when \`${whole}\` does not hold`,
          goalName(...between(parts, "otherwise")),
          this.#proving.whenFails(node),
        );
    }
    for (const part of parts) yield* this.#boundary(part);
  }

  #side(
    { node, text, name, otherwise, empty }: Condition,
    side: "holds" | "fails",
    proof?: Proof,
  ): CoverageGoal {
    if (empty?.where === side)
      return this.#goal(node, "empty", `\`${empty.what}\` is empty`, goalName(empty.what, "empty"));
    if (empty !== undefined)
      return this.#goal(
        node,
        "branch",
        `\`${empty.what}\` is not empty`,
        goalName(empty.what, "not empty"),
        proof,
      );
    return side === "holds"
      ? this.#goal(node, "branch", `when \`${text}\` holds`, name, proof)
      : this.#goal(node, "branch", `when \`${text}\` does not hold`, otherwise, proof);
  }

  *#boundary({ node, boundary }: Condition): Generator<CoverageGoal> {
    if (boundary === undefined) return;
    const { left, right } = boundary;
    const description = `exactly on the boundary: \`${left}\` is ${right}`;
    yield this.#goal(node, "boundary", description, goalName(left, "at", right));
  }

  *#whileGoals(node: SyntaxNode, condition: SyntaxNode): Generator<CoverageGoal> {
    const text = this.#tree.briefOf(condition, 80);
    // `while True` is always entered.
    if (condition.kind !== "true")
      yield this.#goal(
        node,
        "loop",
        `the loop is never entered: \`${text}\` does not hold`,
        "loop_not_entered",
      );
    yield this.#goal(node, "loop", "the loop runs several times", "loop_several_times");
    for (const part of partsOf(this.#tree, condition, () => false).parts) yield* this.#boundary(part);
  }

  *#loopGoals(node: SyntaxNode): Generator<CoverageGoal> {
    const iterable = after(node, "in") ?? after(node, "of");
    if (iterable === undefined) {
      yield this.#goal(node, "loop", "the loop is never entered", "loop_not_entered");
      yield this.#goal(node, "loop", "the loop runs several times", "loop_several_times");
      return;
    }
    const what = this.#iterated(iterable);
    // A list that is written out has always the same elements.
    if (/^(\w+\()?[[(](?!\.\.\.|\*)/.test(what)) return;
    yield this.#goal(node, "empty", `\`${what}\` is empty`, goalName(what, "empty"));
    yield this.#goal(node, "loop", `\`${what}\` has several elements`, goalName("several", what));
  }

  /** `items` of `enumerate(items)`, `sorted(items)`, `items.values()` and `Object.entries(items)`. */
  #iterated(iterable: SyntaxNode): string {
    const text = this.#tree.briefOf(unwrapped(this.#tree, iterable), 80);
    const around =
      /^(?:enumerate|sorted|reversed|list|set|tuple|iter|Object\.(?:entries|keys|values))\(([\w.]{1,60})[,)]/;
    const method = /^([\w.]{1,60})\.(?:items|values|keys|entries)\(\)$/;
    return (around.exec(text) ?? method.exec(text))?.[1] ?? text;
  }

  *#caseGoals(node: SyntaxNode): Generator<CoverageGoal> {
    const holder = this.#tree.parent(node);
    const statement = holder && this.#tree.parent(holder);
    const [subject] = statement === undefined ? [] : this.#tree.named(statement);
    const what = subject === undefined ? "the value" : this.#tree.briefOf(unwrapped(this.#tree, subject), 60);
    const [first] = this.#tree.named(node);
    const pattern = node.kind === "case_clause" ? child(node, "case_pattern") : first;
    const text = pattern === undefined ? "_" : this.#tree.briefOf(pattern, 60);
    const proof = this.#proving.ofCase(node);
    if (node.kind === "switch_default" || text === "_")
      yield this.#goal(node, "branch", `\`${what}\` is none of the cases`, goalName(what, "other"), proof);
    else yield this.#goal(node, "branch", `\`${what}\` is \`${text}\``, goalName(what, "is", text), proof);
  }

  #returned(node: SyntaxNode, value: SyntaxNode | undefined): CoverageGoal {
    const proof = this.#proving.ofStatement(node);
    if (value === undefined) return this.#goal(node, "return", "returns nothing", "returns_nothing", proof);
    const text = this.#tree.briefOf(value, 60);
    return this.#goal(node, "return", `returns \`${text}\``, goalName("returns", text), proof);
  }

  /** The branch that a statement stands directly in. */
  #branchAround(node: SyntaxNode): SyntaxNode | undefined {
    const block = this.#tree.parent(node);
    const above = block && /^(statement_)?block$/.test(block.kind) ? this.#tree.parent(block) : block;
    return above !== undefined &&
      /^(if_statement|elif_clause|else_clause|case_clause|switch_\w+)$/.test(above.kind)
      ? above
      : undefined;
  }

  #whenText(node: SyntaxNode): string {
    const branch = this.#branchAround(node);
    const [condition] = branch === undefined ? [] : this.#tree.named(branch);
    if (branch === undefined || condition === undefined || !/^(if_statement|elif_clause)$/.test(branch.kind))
      return "";
    return `, when \`${this.#tree.briefOf(unwrapped(this.#tree, condition), 80)}\` holds`;
  }

  #raisesAtOnce(node: SyntaxNode): boolean {
    const [, consequence] = this.#tree.named(node);
    if (consequence === undefined || !/^(if_statement|elif_clause)$/.test(node.kind)) return false;
    const statements = /block$/.test(consequence.kind) ? this.#tree.named(consequence) : [consequence];
    return statements.some(({ kind }) => kind === "raise_statement" || kind === "throw_statement");
  }

  #isSeveral(name: SyntaxNode): boolean {
    const text = this.#tree.text(name);
    return this.#several.has(text) || (!this.#single.has(text) && /([^su]s|List|_list)$/.test(text));
  }
}

function between(parts: readonly Condition[], side: "name" | "otherwise"): readonly string[] {
  return parts.flatMap((part, index) => (index === 0 ? [part[side]] : ["and", part[side]]));
}
