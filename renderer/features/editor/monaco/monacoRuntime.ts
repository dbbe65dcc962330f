import "monaco-editor/features/register.all";
import "monaco-editor/languages/features/css/register";
import "monaco-editor/languages/features/html/register";
import * as json from "monaco-editor/languages/features/json/register";
import * as typescript from "monaco-editor/languages/features/typescript/register";
import "./basicLanguages.ts";
import * as api from "monaco-editor/editor";
import EditorWorker from "monaco-editor/editor/editor.worker?worker";
import CssWorker from "monaco-editor/languages/features/css/css.worker?worker";
import HtmlWorker from "monaco-editor/languages/features/html/html.worker?worker";
import JsonWorker from "monaco-editor/languages/features/json/json.worker?worker";
import TypeScriptWorker from "monaco-editor/languages/features/typescript/ts.worker?worker";

import { colourPython } from "./pythonColours.ts";

const workers: Readonly<Record<string, new () => Worker>> = {
  css: CssWorker,
  scss: CssWorker,
  less: CssWorker,
  html: HtmlWorker,
  json: JsonWorker,
  typescript: TypeScriptWorker,
  javascript: TypeScriptWorker,
};

// Monaco asks for its workers by label through this global; ours are bundled, so nothing comes from elsewhere.
Object.assign(globalThis, {
  MonacoEnvironment: {
    getWorker: (_module: string, label: string) => new (workers[label] ?? EditorWorker)(),
  },
});

colourPython(api);

/** The editor's API with the two language services whose settings we set. */
export const monaco = { ...api, json, typescript };
export type Monaco = typeof monaco;
