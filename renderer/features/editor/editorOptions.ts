import type { Settings } from "../../../core/contract/settings.ts";
import type { DocumentState } from "./documentsSlice.ts";
import type { Monaco } from "./monaco/monacoLoader.ts";

type EditorOptions = NonNullable<Parameters<Monaco["editor"]["create"]>[1]>;

/** Monaco's options from our settings, lowered for a document that would be too much for it. */
export function editorOptions(settings: Settings, document: DocumentState | undefined): EditorOptions {
  const lowered = document?.limits !== undefined;
  const fontSize = settings["editor.fontSize"];
  return {
    fontFamily: `"${settings["editor.fontFamily"]}", "DejaVu Sans Mono", monospace`,
    fontSize,
    lineHeight: Math.round(fontSize * 1.54),
    fontLigatures: false,
    wordWrap: lowered ? "off" : settings["editor.wordWrap"],
    minimap: { enabled: settings["editor.minimap"] && !lowered },
    renderWhitespace: settings["editor.renderWhitespace"],
    readOnly: document?.readOnly ?? false,
    readOnlyMessage: { value: "This file is read-only on disk." },
    ariaLabel: document ? `${document.path}, editor` : "Editor",
    scrollBeyondLastLine: false,
    smoothScrolling: false,
    cursorBlinking: "smooth",
    padding: { top: 6, bottom: 6 },
    lineNumbersMinChars: 4,
    glyphMargin: false,
    renderFinalNewline: "on",
    folding: !lowered,
    showFoldingControls: "mouseover",
    renderLineHighlight: "all",
    occurrencesHighlight: lowered ? "off" : "singleFile",
    bracketPairColorization: { enabled: false },
    guides: { indentation: true },
    stickyScroll: { enabled: false },
    links: !lowered,
    // Struck text means one thing here: the gate blocked it. Deprecation is said in the hover and in Problems.
    showDeprecated: false,
    unicodeHighlight: { ambiguousCharacters: true, invisibleCharacters: true },
    overviewRulerBorder: false,
    hideCursorInOverviewRuler: true,
    // A menu in a shadow root does not see the theme.
    useShadowDOM: false,
    scrollbar: { verticalScrollbarSize: 10, horizontalScrollbarSize: 10, useShadows: false },
    inlineSuggest: { enabled: true },
    quickSuggestions: !lowered,
    wordBasedSuggestions: "off",
    tabSize: settings["editor.tabSize"],
    insertSpaces: settings["editor.insertSpaces"],
    detectIndentation: false,
  };
}
