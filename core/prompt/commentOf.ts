const hash = new Set(["python", "shell", "yaml", "ruby", "r", "julia", "ini", "dockerfile", "powershell"]);
const dashes = new Set(["sql", "lua"]);

/** What begins a comment line of a language. */
export function commentOf(language: string): string {
  if (hash.has(language)) return "#";
  return dashes.has(language) ? "--" : "//";
}
