const pythonImport =
  /^[ \t]*(?:from[ \t]+([A-Za-z_]\w{0,100})[\w.]{0,200}[ \t]+import\b|import[ \t]+([^\n#;]{1,500}))/gm;
const javascriptImport =
  /\b(?:from|import|require|import\.meta\.resolve)\s{0,20}\(?\s{0,20}(["'])((?:@[\w.-]{1,100}\/)?[A-Za-z\d_][\w.-]{0,100})(?:\/[^"'\n]{0,200})?\1/g;

export interface ImportedModule {
  /** Python: the top-level module; JavaScript: the package, with its scope. */
  readonly name: string;
  /** Offsets of the statement that names it. */
  readonly start: number;
  readonly end: number;
}

/** Modules that a text imports by an absolute name, each once. A fragment is enough; nothing is parsed. */
export function importsIn(text: string, language: "python" | "javascript"): ImportedModule[] {
  const found = new Map<string, ImportedModule>();
  const add = (name: string, match: RegExpExecArray) => {
    if (!found.has(name)) found.set(name, { name, start: match.index, end: match.index + match[0].length });
  };
  if (language === "javascript")
    for (const match of text.matchAll(javascriptImport)) add(match[2] ?? "", match);
  else
    for (const match of text.matchAll(pythonImport)) {
      if (match[1] !== undefined) add(match[1], match);
      for (const part of (match[2] ?? "").split(",")) {
        const name = /^\s*([A-Za-z_]\w{0,100})/.exec(part)?.[1];
        if (name !== undefined) add(name, match);
      }
    }
  return [...found.values()];
}
