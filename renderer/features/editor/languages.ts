import { languageOfPath } from "../../../core/base/languageOfPath.ts";

/** Monaco's identifier for a file, by its name alone: known before Monaco has loaded. */
export function languageOf(path: string): string {
  const name = path.slice(path.lastIndexOf("/") + 1).toLowerCase();
  return languageByName.get(name) ?? languageOfPath(path);
}

/** Names that say it without an ending, for the editor's colours. */
const languageByName: ReadonlyMap<string, string> = new Map([
  ["dockerfile", "dockerfile"],
  ["makefile", "shell"],
  [".bashrc", "shell"],
  [".gitignore", "plaintext"],
  ["tsconfig.json", "json"],
]);

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
