import { child, type SyntaxNode } from "../syntax/syntaxNode.ts";
import type { CodeTree } from "./codeTree.ts";
import { unwrapped } from "./conditions.ts";

/** Lines of which each runs only when a goal is reached, and one of which runs whenever it is. */
export interface Proof {
  readonly lines: readonly number[];
}

const mostLines = 30;
const blockKind = /^(statement_)?block$/;
const listKind = /^((statement_)?block|switch_case|switch_default)$/;
const leavesKind = /^(return|raise|throw|continue|break)_statement$/;
/** What no interpreter stops at, or runs before all else. */
const silentKind =
  /^(global_statement|nonlocal_statement|empty_statement|(generator_)?function_declaration|interface_declaration|type_alias_declaration|ambient_declaration|ERROR)$/;

/**
 * Which lines prove that a place was reached. Nothing where lines cannot tell: several things on one line, or several
 * ways to it.
 */
export class ProvingLines {
  readonly #tree: CodeTree;
  /** A long list is asked for by each of its conditions. */
  readonly #lists = new Map<SyntaxNode, readonly SyntaxNode[]>();

  constructor(tree: CodeTree) {
    this.#tree = tree;
  }

  /** That a statement ran. */
  ofStatement(node: SyntaxNode): Proof | undefined {
    if (!this.#startsLine(node)) return undefined;
    const definition = child(node, "function_definition", "class_definition") ?? node;
    const block = definition.children.find(({ kind }) => blockKind.test(kind) || kind.endsWith("_body"));
    const first = this.#tree.line(node);
    const last =
      block === undefined ? this.#tree.endLine(node) : this.#tree.line(block) - (this.#tree.isPython ? 1 : 0);
    const count = Math.min(mostLines, Math.max(1, last - first + 1));
    return { lines: Array.from({ length: count }, (_, index) => first + index) };
  }

  /** That what stands below an `if`, `elif`, `case` or handler ran. */
  ofBody(body: SyntaxNode | undefined): Proof | undefined {
    const first = body && this.#running(body)[0];
    return first && this.ofStatement(first);
  }

  /** That a function came to its last statement, where that is a simple one. */
  ofEnd(body: SyntaxNode | undefined): Proof | undefined {
    const last = body && this.#running(body).at(-1);
    const isSimple = last?.children.every(({ kind }) => !blockKind.test(kind) && !kind.endsWith("_body"));
    return last !== undefined && isSimple ? this.ofStatement(last) : undefined;
  }

  /** That the condition of an `if_statement` or `elif_clause` held. */
  whenHolds(node: SyntaxNode): Proof | undefined {
    return isBranch(node) ? this.ofBody(this.#tree.named(node)[1]) : undefined;
  }

  /** That it did not: what stands in `else`, the next condition, or what follows when no branch comes out there. */
  whenFails(node: SyntaxNode): Proof | undefined {
    if (!isBranch(node)) return undefined;
    const next = this.#clauseAfter(node);
    if (next === undefined) return this.#following(node);
    if (next.kind === "elif_clause") return this.ofStatement(next);
    const [otherwise] = this.#tree.named(next);
    if (otherwise?.kind !== "if_statement") return this.ofBody(otherwise);
    const line = this.#tree.line(otherwise);
    const before = this.#tree.source.slice(this.#tree.startOf(line), otherwise.start);
    return /^[\s}]*else\s*$/.test(before) ? { lines: [line] } : this.ofStatement(otherwise);
  }

  /** That a case was chosen, and not fallen into from the one before. */
  ofCase(node: SyntaxNode): Proof | undefined {
    if (node.kind === "case_clause") return this.ofBody(child(node, "block"));
    const holder = this.#tree.parent(node);
    const cases = holder === undefined ? [] : this.#tree.named(holder);
    const before = cases[cases.indexOf(node) - 1];
    if (before !== undefined && !this.#leaves(before)) return undefined;
    return this.ofBody(node);
  }

  #clauseAfter(node: SyntaxNode): SyntaxNode | undefined {
    const chain = node.kind === "elif_clause" ? this.#tree.parent(node) : node;
    const clauses = chain?.children.filter(({ kind }) => /^(elif|else)_clause$/.test(kind)) ?? [];
    return clauses[clauses.indexOf(node) + 1];
  }

  /** What stands behind a chain of conditions whose branches all leave. */
  #following(last: SyntaxNode): Proof | undefined {
    const first = this.#headOf(last);
    if (first === undefined) return undefined;
    const { head, branches } = first;
    if (!branches.every((branch) => this.#leaves(branch))) return undefined;
    const list = this.#tree.parent(head);
    if (list === undefined || !listKind.test(list.kind)) return undefined;
    const next = this.#running(list).find(({ start }) => start >= head.end);
    return next && this.ofStatement(next);
  }

  /** Where a chain begins, and what stands below each of its conditions up to this one, which is its last. */
  #headOf(
    last: SyntaxNode,
  ): { readonly head: SyntaxNode; readonly branches: readonly SyntaxNode[] } | undefined {
    const branches: SyntaxNode[] = [];
    let head = last;
    for (;;) {
      const [, branch] = this.#tree.named(head);
      if (branch === undefined) return undefined;
      branches.push(branch);
      const above = this.#tree.parent(head);
      if (head.kind === "elif_clause") {
        if (above === undefined) return undefined;
        branches.push(
          ...above.children.flatMap((one) =>
            one.kind === "elif_clause" && one !== head ? this.#tree.named(one).slice(1, 2) : [],
          ),
        );
        head = above;
      } else if (above?.kind === "else_clause") {
        const around = this.#tree.parent(above);
        if (around === undefined) return undefined;
        head = around;
      } else return { head, branches };
    }
  }

  #leaves(body: SyntaxNode): boolean {
    const last = this.#running(body).at(-1);
    return last !== undefined && leavesKind.test(last.kind);
  }

  /** The statements of a block, or the one that stands for it, without those that nobody can see run. */
  #running(body: SyntaxNode): readonly SyntaxNode[] {
    const known = this.#lists.get(body);
    if (known !== undefined) return known;
    let statements: readonly SyntaxNode[] = [body];
    for (let only = body; listKind.test(only.kind); ) {
      statements = this.#tree.named(only).filter((one) => !this.#isSilent(one));
      // What a case compares with is no statement of it.
      if (only.kind === "switch_case") statements = statements.slice(1);
      const [first] = statements;
      if (statements.length !== 1 || first === undefined) break;
      only = first;
    }
    this.#lists.set(body, statements);
    return statements;
  }

  #isSilent(node: SyntaxNode): boolean {
    if (silentKind.test(node.kind)) return true;
    if (!this.#tree.isPython || node.kind !== "expression_statement") return false;
    const [only, ...others] = this.#tree.named(node);
    if (only === undefined) return true;
    const { kind } = unwrapped(this.#tree, only);
    return (
      others.length === 0 &&
      /^(string|concatenated_string|ellipsis|integer|float|none|true|false)$/.test(kind)
    );
  }

  #startsLine(node: SyntaxNode): boolean {
    const { source } = this.#tree;
    return source.slice(this.#tree.startOf(this.#tree.line(node)), node.start).trim() === "";
  }
}

function isBranch({ kind }: SyntaxNode): boolean {
  return kind === "if_statement" || kind === "elif_clause";
}
