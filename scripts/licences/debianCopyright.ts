import { type LicenceVerdict, readExpression } from "./copyleft.ts";

interface Stanza {
  readonly pattern: RegExp;
  readonly verdict: LicenceVerdict;
}

/** A machine-readable debian/copyright (DEP-5): which licence each path is under. */
export interface DebianCopyright {
  readonly verdicts: readonly LicenceVerdict[];
  of(path: string): LicenceVerdict;
}

/** Undefined where the file is not in the machine-readable format. */
export function readDebianCopyright(text: string): DebianCopyright | undefined {
  if (!/^Format:.*copyright-format|^Format:.*dep5/im.test(text)) return undefined;
  const stanzas = text.split(/\n[ \t]*\n/).flatMap((paragraph): Stanza[] => {
    const files = fieldOf(paragraph, "Files");
    const licence = fieldOf(paragraph, "License")?.split("\n")[0];
    if (files === undefined || licence === undefined) return [];
    return [{ pattern: patternOf(files), verdict: readExpression(licence) }];
  });
  return {
    verdicts: stanzas.map((stanza) => stanza.verdict),
    // The last stanza that matches wins, says the format.
    of: (path) => stanzas.findLast((stanza) => stanza.pattern.test(path))?.verdict ?? { kind: "uncertain" },
  };
}

function fieldOf(paragraph: string, name: string): string | undefined {
  return new RegExp(`^${name}:[ \\t]*(.*(?:\\n[ \\t].*)*)`, "im").exec(paragraph)?.[1]?.trim();
}

/** Its `*` passes slashes, its `?` is one character, a backslash escapes. */
function patternOf(files: string): RegExp {
  const alternatives = files
    .split(/\s+/)
    .filter((glob) => glob !== "")
    .map((glob) =>
      glob
        .replace(/^\.\//, "")
        .replace(/\\?[\s\S]/g, (character) =>
          character === "*"
            ? ".*"
            : character === "?"
              ? "."
              : character.replace(/^\\/, "").replace(/[.+^${}()|[\]\\*?/]/g, "\\$&"),
        ),
    );
  return new RegExp(`^(?:${alternatives.join("|")})$`);
}
