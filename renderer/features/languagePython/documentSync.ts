import { type Disposable, DisposableStore } from "../../../core/base/disposable.ts";
import type { Monaco, TextModel } from "../editor/monaco/monacoLoader.ts";
import { toLspRange } from "./convert.ts";
import type { LanguageServerConnection } from "./languageServerConnection.ts";

const language = "python";

/** Tells the server of every Python text that is open, and of each change to it. */
export class DocumentSync implements Disposable {
  readonly #connection: LanguageServerConnection;
  readonly #open = new Map<TextModel, DisposableStore>();
  readonly #disposables = new DisposableStore();

  constructor(monaco: Monaco, connection: LanguageServerConnection) {
    this.#connection = connection;
    for (const model of monaco.editor.getModels()) this.#consider(model);
    this.#disposables.add(monaco.editor.onDidCreateModel((model) => this.#consider(model)));
    this.#disposables.add(monaco.editor.onWillDisposeModel((model) => this.#close(model)));
    this.#disposables.add(
      monaco.editor.onDidChangeModelLanguage(({ model }) => {
        this.#close(model);
        this.#consider(model);
      }),
    );
  }

  dispose(): void {
    this.#disposables.dispose();
    for (const listening of this.#open.values()) listening.dispose();
    this.#open.clear();
  }

  #consider(model: TextModel): void {
    if (model.getLanguageId() !== language || this.#open.has(model)) return;
    if (model.uri.scheme !== "file" && model.uri.scheme !== "untitled") return;
    const uri = model.uri.toString();
    const listening = new DisposableStore();
    this.#open.set(model, listening);
    this.#connection.notify("textDocument/didOpen", {
      textDocument: { uri, languageId: language, version: model.getVersionId(), text: model.getValue() },
    });
    listening.add(
      model.onDidChangeContent((event) => {
        this.#connection.notify("textDocument/didChange", {
          textDocument: { uri, version: event.versionId },
          // Monaco lists the changes from the last to the first: each holds for the text as it then stands.
          contentChanges: event.isFlush
            ? [{ text: model.getValue() }]
            : event.changes.map((change) => ({ range: toLspRange(change.range), text: change.text })),
        });
      }),
    );
  }

  #close(model: TextModel): void {
    const listening = this.#open.get(model);
    if (!listening) return;
    listening.dispose();
    this.#open.delete(model);
    this.#connection.notify("textDocument/didClose", { textDocument: { uri: model.uri.toString() } });
  }
}
