/** Monaco's identifier for a file, by its name alone: known before Monaco has loaded. */
export function languageOf(path: string): string {
  const name = path.slice(path.lastIndexOf("/") + 1).toLowerCase();
  const byName = languageByName.get(name);
  if (byName) return byName;
  return languageByExtension.get(name.slice(name.lastIndexOf(".") + 1)) ?? "plaintext";
}

/** Maps, not records: a file may be called "__proto__" or "x.constructor". */
const languageByName: ReadonlyMap<string, string> = new Map([
  ["dockerfile", "dockerfile"],
  ["makefile", "shell"],
  [".bashrc", "shell"],
  [".gitignore", "plaintext"],
  ["tsconfig.json", "json"],
]);

const languageByExtension: ReadonlyMap<string, string> = new Map(
  Object.entries({
    py: "python",
    pyi: "python",
    ts: "typescript",
    tsx: "typescript",
    mts: "typescript",
    cts: "typescript",
    js: "javascript",
    jsx: "javascript",
    mjs: "javascript",
    cjs: "javascript",
    json: "json",
    jsonc: "json",
    ipynb: "json",
    css: "css",
    scss: "scss",
    less: "less",
    html: "html",
    htm: "html",
    md: "markdown",
    markdown: "markdown",
    yml: "yaml",
    yaml: "yaml",
    sh: "shell",
    bash: "shell",
    zsh: "shell",
    sql: "sql",
    rs: "rust",
    go: "go",
    java: "java",
    c: "cpp",
    h: "cpp",
    cc: "cpp",
    cpp: "cpp",
    hpp: "cpp",
    cs: "csharp",
    rb: "ruby",
    php: "php",
    kt: "kotlin",
    swift: "swift",
    r: "r",
    jl: "julia",
    lua: "lua",
    xml: "xml",
    svg: "xml",
    toml: "ini",
    ini: "ini",
    cfg: "ini",
    dockerfile: "dockerfile",
    ps1: "powershell",
  }),
);

const names: Readonly<Record<string, string>> = {
  plaintext: "Plain text",
  typescript: "TypeScript",
  javascript: "JavaScript",
  json: "JSON",
  css: "CSS",
  scss: "SCSS",
  html: "HTML",
  yaml: "YAML",
  sql: "SQL",
  cpp: "C++",
  csharp: "C#",
  php: "PHP",
  xml: "XML",
  ini: "INI",
  shell: "Shell",
};

/** As people write it: "TypeScript". */
export function languageName(id: string): string {
  return names[id] ?? id.charAt(0).toUpperCase() + id.slice(1);
}
