import type { SyntaxNode } from "../syntax/syntaxNode.ts";

const nameKinds = new Set(["identifier", "property_identifier", "type_identifier"]);
const shortestName = 3;

/** Names in a span of a source, those that stand there most often first. */
export function namesUsed(root: SyntaxNode, source: string, start: number, end: number): readonly string[] {
  const counts = new Map<string, number>();
  const waiting = [root];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (node.end <= start || node.start >= end) continue;
    if (nameKinds.has(node.kind)) {
      const name = source.slice(node.start, node.end);
      if (name.length >= shortestName) counts.set(name, (counts.get(name) ?? 0) + 1);
    }
    // The first child last: names come out in the order of the text.
    for (const one of node.children.toReversed()) waiting.push(one);
  }
  return [...counts].sort(([, one], [, other]) => other - one).map(([name]) => name);
}
