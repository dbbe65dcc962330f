/** Dangers that letters bring: a text of which the harmless ones alone are left has none of them. */
export const letterDangers: readonly string[] = [
  "sql",
  "shell",
  "html",
  "code",
  "template",
  "ldap",
  "xpath",
  "header",
  "log",
  "regex",
  "nosql",
];

/** Dangers that only an object brings: they are ruled out once a value is a text. */
export const objectDangers: readonly string[] = ["nosql", "mass", "key"];
