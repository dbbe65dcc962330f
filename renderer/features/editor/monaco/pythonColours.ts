import type * as api from "monaco-editor/editor";
import { conf, language } from "monaco-editor/languages/definitions/python/python";

/** Monaco's Python grammar with two rules more: the name after def or class, and a name that is called. */
export function colourPython(monaco: typeof api): void {
  const [...root] = language.tokenizer.root ?? [];
  const named: api.languages.IMonarchLanguage = {
    ...language,
    tokenizer: {
      ...language.tokenizer,
      root: [
        [/(def)(\s+)([A-Za-z_]\w*)/, ["keyword", "white", "function"]],
        [/(class)(\s+)([A-Za-z_]\w*)/, ["keyword", "white", "type"]],
        [/[A-Za-z_]\w*(?=\()/, { cases: { "@keywords": "keyword", "@default": "function" } }],
        ...root,
      ],
    },
  };
  monaco.languages.setLanguageConfiguration("python", conf);
  monaco.languages.setMonarchTokensProvider("python", named);
}
