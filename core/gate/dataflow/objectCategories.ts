/** Dangers that only an object brings: they are ruled out once a value is a text. */
export const aboutObjects: readonly string[] = ["nosql", "mass", "key"];
