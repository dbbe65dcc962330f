/** How often each name stands in an expression or a type: what is defined and named nowhere is for others to call. */
export function countNames(root: unknown): ReadonlyMap<string, number> {
  const names = new Map<string, number>();
  const add = (name: string): void => void names.set(name, (names.get(name) ?? 0) + 1);
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) for (const one of node) visit(one);
    else if (typeof node === "object" && node !== null) {
      if (
        "type" in node &&
        "name" in node &&
        (node.type === "name" || node.type === "member") &&
        typeof node.name === "string"
      )
        add(node.name);
      for (const [key, value] of Object.entries(node))
        if (typeof value === "object" && key !== "target") visit(value);
        else if (key === "annotation" && typeof value === "string")
          for (const [name] of value.matchAll(/\w+/g)) add(name);
    }
  };
  visit(root);
  return names;
}
