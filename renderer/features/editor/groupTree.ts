import type { GroupNode } from "../../state/sessionState.ts";

/** Puts a new leaf after `id`, or before it: into its split when that runs the same way, else into a new split around the two. */
export function mapLeaf(
  node: GroupNode,
  id: string,
  orientation: "horizontal" | "vertical",
  newId: string,
  before = false,
): GroupNode {
  const added: GroupNode = { kind: "group", id: newId };
  if (node.kind === "group") {
    if (node.id !== id) return node;
    return {
      kind: "split",
      id: `split-${newId}`,
      orientation,
      children: before ? [added, node] : [node, added],
    };
  }
  const index = node.children.findIndex((child) => child.kind === "group" && child.id === id);
  if (index >= 0 && node.orientation === orientation)
    return {
      ...node,
      sizes: undefined,
      children: node.children.toSpliced(before ? index : index + 1, 0, added),
    };
  return { ...node, children: node.children.map((child) => mapLeaf(child, id, orientation, newId, before)) };
}

/** Without the leaf; a split of one becomes that one. undefined when nothing is left. */
export function withoutLeaf(node: GroupNode, id: string): GroupNode | undefined {
  if (node.kind === "group") return node.id === id ? undefined : node;
  const children = node.children.flatMap((child) => withoutLeaf(child, id) ?? []);
  if (children.length < 2) return children[0];
  return { ...node, children, ...(children.length === node.children.length ? {} : { sizes: undefined }) };
}

export function withSizes(
  node: GroupNode,
  splitId: string,
  sizes: Readonly<Record<string, number>>,
): GroupNode {
  if (node.kind === "group") return node;
  if (node.id === splitId) return { ...node, sizes };
  return { ...node, children: node.children.map((child) => withSizes(child, splitId, sizes)) };
}
