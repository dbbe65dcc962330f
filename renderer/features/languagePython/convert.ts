import type { LspMarkup, LspRange } from "./lspSchemas.ts";

/** Lines and columns from 1, as Monaco counts. */
export interface EditorRange {
  readonly startLineNumber: number;
  readonly startColumn: number;
  readonly endLineNumber: number;
  readonly endColumn: number;
}

export function toEditorRange({ start, end }: LspRange): EditorRange {
  return {
    startLineNumber: start.line + 1,
    startColumn: start.character + 1,
    endLineNumber: end.line + 1,
    endColumn: end.character + 1,
  };
}

export function toLspRange(range: EditorRange): LspRange {
  return {
    start: { line: range.startLineNumber - 1, character: range.startColumn - 1 },
    end: { line: range.endLineNumber - 1, character: range.endColumn - 1 },
  };
}

/** The protocol's completion kinds, from 1, by Monaco's names for them. */
const completionKinds = [
  "Text",
  "Method",
  "Function",
  "Constructor",
  "Field",
  "Variable",
  "Class",
  "Interface",
  "Module",
  "Property",
  "Unit",
  "Value",
  "Enum",
  "Keyword",
  "Snippet",
  "Color",
  "File",
  "Reference",
  "Folder",
  "EnumMember",
  "Constant",
  "Struct",
  "Event",
  "Operator",
  "TypeParameter",
] as const;
export type CompletionKindName = (typeof completionKinds)[number];

export function completionKindName(kind: number | undefined): CompletionKindName {
  return completionKinds[(kind ?? 1) - 1] ?? "Text";
}

/**
 * Markdown for Monaco, which draws it without HTML. Pictures become their text: a hover quotes doc strings that anyone
 * may have written, and nothing in them may reach for an address.
 */
export function toMarkdown(markup: LspMarkup | undefined): string {
  if (markup === undefined) return "";
  if (typeof markup === "string") return withoutPictures(markup);
  if ("language" in markup) return `\`\`\`${markup.language}\n${markup.value}\n\`\`\``;
  return markup.kind === "markdown" ? withoutPictures(markup.value) : escapeMarkdown(markup.value);
}

function withoutPictures(markdown: string): string {
  return markdown.replaceAll(/!(?=\[)/g, "");
}

function escapeMarkdown(text: string): string {
  return text.replaceAll(/[\\`*_{}[\]()#+\-.!<>|~]/g, "\\$&").replaceAll("\n", "  \n");
}

/** "3.11" out of pyright's log line "Assuming Python version 3.11.7.final.0". */
export function pythonVersionOf(message: string): string | undefined {
  return /\bPython version (3\.\d{1,2})\b/.exec(message)?.[1];
}

/** What the status bar calls an interpreter: the environment's folder, else the program's name. */
export function interpreterName(interpreter: string | undefined): string | undefined {
  if (interpreter === undefined) return undefined;
  const parts = interpreter.split(/[\\/]/);
  const place = parts.findLastIndex((part) => part === "bin" || part === "Scripts");
  const folder = parts[place - 1];
  const system = folder === undefined || folder === "usr" || folder === "local" || folder === "";
  return place > 0 && !system ? folder : parts.at(-1);
}
