import { escapeForPattern } from "../../../core/base/escapeForPattern.ts";

/** A test for "any of these globs": `**` any folders, `*` within a name, `?` one character, `{a,b}` either. */
export function matcherOf(globs: readonly string[]): (path: string) => boolean {
  const patterns = globs.map(patternOf);
  return (path) => patterns.some((pattern) => pattern.test(path));
}

function patternOf(glob: string): RegExp {
  const source = glob.replaceAll(
    /\*\*\/|\/\*\*|\*\*|\*|\?|\{([^}]*)\}|[.+^$()|[\]\\{}]/g,
    (part, choices) => {
      if (part === "**/") return "(?:.*/)?";
      if (part === "/**") return "(?:/.*)?";
      if (part === "**") return ".*";
      if (part === "*") return "[^/]*";
      if (part === "?") return "[^/]";
      if (typeof choices === "string") return `(?:${choices.split(",").map(escapeForPattern).join("|")})`;
      return `\\${part}`;
    },
  );
  return new RegExp(`^${source}$`);
}
