import { beforeAll, expect, test } from "vitest";
import { namesUsed } from "../../../core/assistant/namesUsed.ts";
import { errorsIn, type SyntaxNode } from "../../../core/syntax/syntaxNode.ts";
import { treeSitterParser } from "./treeSitterParser.ts";

beforeAll(() => Promise.all(["python", "typescript"].map(treeSitterParser.load)));

/** "kind start-end", children in brackets. */
function written({ kind, start, end, children }: SyntaxNode): string {
  const inside = children.length === 0 ? "" : `(${children.map(written).join(" ")})`;
  return `${kind} ${start}-${end}${inside}`;
}

test("a tree as plain objects, each node where it stands", () => {
  const tree = treeSitterParser.parse("python", "a.py", "if a:\n  b(c)\nd\n");
  expect(tree && written(tree)).toBe(
    "module 0-15(" +
      "if_statement 0-12(if 0-2 identifier 3-4 : 4-5 block 8-12(expression_statement 8-12(call 8-12(" +
      "identifier 8-9 argument_list 9-12(( 9-10 identifier 10-11 ) 11-12))))) " +
      "expression_statement 13-14(identifier 13-14))",
  );
});

test.each([
  ["python", "a.py"],
  ["typescript", "a.ts"],
])("%s: a sum of 12,000 parts is deeper than the stack and is read all the same", (language, path) => {
  const source = Array.from({ length: 12_000 }, () => "abc").join(" + ");
  const root = treeSitterParser.parse(language, path, source);
  if (root === undefined) throw new Error("There is no grammar.");
  let deepest = 0;
  const waiting: [SyntaxNode, number][] = [[root, 0]];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const [node, depth] = next;
    deepest = Math.max(deepest, depth);
    for (const one of node.children) waiting.push([one, depth + 1]);
  }
  expect([deepest, errorsIn(root), namesUsed(root, source, 0, source.length)]).toEqual([12_001, [], ["abc"]]);
});
