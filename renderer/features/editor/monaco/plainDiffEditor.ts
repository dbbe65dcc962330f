import type { Monaco } from "./monacoLoader.ts";

type DiffOptions = NonNullable<Parameters<Monaco["editor"]["createDiffEditor"]>[1]>;
export type DiffEditor = ReturnType<Monaco["editor"]["createDiffEditor"]>;

/**
 * A diff editor whose end leaves the rest working. Monaco draws every tooltip with the services of the editor that was made
 * last; those of a diff editor's halves end with it, and the next menu would fail. A plain editor that is made after it has
 * services that last as long as the page.
 */
export function plainDiffEditor(monaco: Monaco, element: HTMLElement, options: DiffOptions): DiffEditor {
  const diff = monaco.editor.createDiffEditor(element, options);
  monaco.editor.create(document.createElement("div")).dispose();
  return diff;
}
