import { type CodeStyle, codeStyle } from "../contract/environment.ts";
import { readEditorConfig } from "./editorConfig.ts";
import { javascriptStyle } from "./javascriptStyle.ts";
import type { ProjectTexts } from "./projectTexts.ts";
import { pythonStyle } from "./pythonStyle.ts";
import type { StyleSource } from "./styleSource.ts";
import { below, foldersAbove, inFolder } from "./workspaceFolders.ts";

export type StyleLanguage = "python" | "javascript";

/**
 * How code is written here: what the formatter will do comes first, then what the editor is told. `path` is the file in
 * question, or one that could be written.
 */
export function codeStyleIn(
  texts: ProjectTexts,
  folders: readonly string[],
  path: string,
  languages: readonly StyleLanguage[],
): CodeStyle {
  return joined([
    ...languages.flatMap((language) =>
      language === "python" ? pythonStyle(texts, folders) : javascriptStyle(texts, folders),
    ),
    ...editorStyle(texts, path),
  ]);
}

function editorStyle(texts: ProjectTexts, path: string): readonly StyleSource[] {
  const sources: StyleSource[] = [];
  for (const folder of foldersAbove(path).slice(1)) {
    const from = inFolder(folder, ".editorconfig");
    const text = texts.text(from);
    if (text === undefined) continue;
    const { indent, lineLength, isRoot } = readEditorConfig(text, below(folder, path) ?? path);
    sources.push({ from, indent, lineLength });
    if (isRoot) break;
  }
  return sources;
}

/** The first that says something of a thing has said it. */
function joined(sources: readonly StyleSource[]): CodeStyle {
  const said = codeStyle
    .omit({ from: true })
    .keyof()
    .options.flatMap((key) => {
      const source = sources.find((one) => one[key] !== undefined);
      return source === undefined ? [] : [{ key, value: source[key], from: source.from }];
    });
  return codeStyle.parse({
    ...Object.fromEntries(said.map(({ key, value }) => [key, value])),
    from: [...new Set(sources.map(({ from }) => from))].filter((path) =>
      said.some(({ from }) => from === path),
    ),
  });
}
