import { languageOf } from "../editor/languages.ts";

const iconByLanguage: Readonly<Record<string, string>> = {
  markdown: "markdown",
  json: "json",
  python: "python",
  shell: "terminal",
  powershell: "terminal",
  sql: "database",
  yaml: "settings",
  ini: "settings",
  plaintext: "file",
};

/** A map, not a record: a file may be called "constructor". */
const iconByExtension: ReadonlyMap<string, string> = new Map(
  Object.entries({
    ipynb: "notebook",
    png: "file-media",
    jpg: "file-media",
    jpeg: "file-media",
    gif: "file-media",
    svg: "file-media",
    webp: "file-media",
    pdf: "file-pdf",
    zip: "file-zip",
    gz: "file-zip",
    tar: "file-zip",
    csv: "table",
    tsv: "table",
    parquet: "table",
    bin: "file-binary",
    gguf: "file-binary",
    so: "file-binary",
    pyc: "file-binary",
    txt: "file",
    lock: "lock",
  }),
);

/** A codicon for a file, by its name. */
export function fileIcon(name: string): string {
  const extension = name.slice(name.lastIndexOf(".") + 1).toLowerCase();
  return iconByExtension.get(extension) ?? iconByLanguage[languageOf(name)] ?? "file-code";
}
