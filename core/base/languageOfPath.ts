/** A map, not a record: a file may be called "x.constructor". */
const languages: ReadonlyMap<string, string> = new Map(
  Object.entries({
    py: "python",
    pyi: "python",
    ts: "typescript",
    mts: "typescript",
    cts: "typescript",
    tsx: "typescript",
    js: "javascript",
    mjs: "javascript",
    cjs: "javascript",
    jsx: "javascript",
    json: "json",
    css: "css",
    html: "html",
    md: "markdown",
    yml: "yaml",
    yaml: "yaml",
    sh: "shell",
    sql: "sql",
    rs: "rust",
    go: "go",
    java: "java",
    c: "c",
    h: "c",
    cpp: "cpp",
    hpp: "cpp",
  }),
);

/** The language identifier of a file by its name's end; "plaintext" for what is not known. */
export function languageOfPath(path: string): string {
  const extension = /\.([^./\\]+)$/.exec(path)?.[1]?.toLowerCase();
  return (extension === undefined ? undefined : languages.get(extension)) ?? "plaintext";
}
