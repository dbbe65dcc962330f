const longestName = 48;

/** "amount_over_100": words of code as the name of a test. */
export function goalName(...texts: readonly string[]): string {
  const words = texts
    .join(" ")
    .slice(0, 400)
    .replace(/([a-z\d])([A-Z])/g, "$1_$2")
    .replace(/([A-Z])([A-Z][a-z])/g, "$1_$2")
    .toLowerCase()
    .replace(/[^a-z\d]+/g, "_")
    .replace(/^_+|_+$/g, "");
  return words.length <= longestName ? words : words.slice(0, longestName).replace(/_[^_]*$/, "");
}
