import { type Disposable, toDisposable } from "../../../core/base/disposable.ts";
import { Emitter } from "../../../core/base/event.ts";
import { fail, ok, type Result } from "../../../core/base/result.ts";
import { type Failure, failureOf } from "../../../core/contract/failure.ts";
import { conflictData, type TextFormat } from "../../../core/contract/files.ts";
import type { Backup } from "../../../core/contract/workbench.ts";
import type { HostConnection } from "../../transport/hostConnection.ts";
import type { SettingsController } from "../settings/settingsController.ts";
import {
  createDocumentsStore,
  type DocumentState,
  limitsOf,
  plainFormat,
  smallestReplacement,
} from "./documentsSlice.ts";
import { languageOf } from "./languages.ts";
import { LineEnds } from "./lineEnds.ts";
import type { Monaco, MonacoLoader, TextModel } from "./monaco/monacoLoader.ts";
import { parseResource } from "./resource.ts";
import { tidyModel } from "./tidy.ts";
import { writeNewFile } from "./writeNewFile.ts";

/** A text in memory: its Monaco model, and what is known of the file it came from. */
export interface OpenDocument {
  readonly model: TextModel;
  readonly listening: Disposable;
  lineEnds: LineEnds | undefined;
  etag: string | undefined;
  /** The model's alternative version that is on disk; undefined: none is. */
  savedVersion: number | undefined;
  /** The line ends or encoding were changed by hand since the last save. */
  formatTouched: boolean;
}

export interface DocumentChange {
  readonly resource: string;
  readonly document: OpenDocument;
}

/** All open texts, each once, however many groups show it. */
export class Documents {
  readonly store = createDocumentsStore();
  readonly #host: HostConnection;
  readonly #loader: MonacoLoader;
  readonly #settings: SettingsController;
  readonly #root: string;
  readonly #open = new Map<string, OpenDocument>();
  readonly #opening = new Map<string, Promise<void>>();
  readonly #backups = new Map<string, Backup>();
  readonly #changeEmitter = new Emitter<DocumentChange>();
  readonly #settleEmitter = new Emitter<string>();

  /** The text changed (by typing, undo, reload): for backups, auto-save and marks. */
  readonly onDidChangeText = this.#changeEmitter.event;
  /** Became clean or went away. */
  readonly onDidSettle = this.#settleEmitter.event;

  constructor(
    host: HostConnection,
    loader: MonacoLoader,
    settings: SettingsController,
    workspaceRoot: string,
    backups: readonly Backup[],
  ) {
    this.#host = host;
    this.#settings = settings;
    this.#loader = loader;
    this.#root = workspaceRoot;
    for (const backup of backups) this.#backups.set(resourceOfBackup(backup), backup);
  }

  get(resource: string): OpenDocument | undefined {
    return this.#open.get(resource);
  }

  state(resource: string): DocumentState | undefined {
    return this.store.getState().byResource[resource];
  }

  model(resource: string): TextModel | undefined {
    return this.#open.get(resource)?.model;
  }

  resourceOfModel(model: TextModel): string | undefined {
    for (const [resource, document] of this.#open) if (document.model === model) return resource;
    return undefined;
  }

  /** The workspace path a model's URI stands for (a diagnostic's or a definition's target); undefined: outside. */
  pathOfUri(uri: string): string | undefined {
    const root = this.#loader.current?.Uri.file(`${this.#root}/`).toString();
    return root !== undefined && uri.startsWith(root)
      ? decodeURIComponent(uri.slice(root.length))
      : undefined;
  }

  isDirty(resource: string): boolean {
    return this.state(resource)?.dirty === true;
  }

  dirtyResources(): readonly string[] {
    return Object.values(this.store.getState().byResource)
      .filter((document) => document.dirty)
      .map((document) => document.resource);
  }

  /** Reads it if it is not open yet; the outcome stands in the slice. */
  async open(resource: string): Promise<void> {
    if (this.state(resource)?.phase.kind === "ready") return;
    const running = this.#opening.get(resource);
    if (running) return running;
    const opening = this.#load(resource).finally(() => this.#opening.delete(resource));
    this.#opening.set(resource, opening);
    return opening;
  }

  async #load(resource: string): Promise<void> {
    const parsed = parseResource(resource);
    if (!parsed || parsed.kind === "view") return;
    const path = parsed.kind === "file" ? parsed.path : parsed.name;
    const untitled = parsed.kind === "untitled";
    this.#put({
      resource,
      path,
      untitled,
      language: languageOf(path),
      phase: { kind: "loading" },
      dirty: false,
      readOnly: false,
      format: plainFormat,
      disk: { kind: "same" },
      limits: undefined,
    });
    const backup = this.#backups.get(resource);
    const [monaco, read] = await Promise.all([
      this.#loader.load(),
      untitled ? undefined : this.#host.request("files.read", { path }),
    ]);
    if (!this.state(resource)) return;
    if (read && !read.ok && !(backup && read.error.code === "notFound")) {
      this.#patch(resource, { phase: { kind: "failed", failure: read.error } });
      return;
    }
    const file = read?.ok ? read.value : undefined;
    const text = file?.text ?? "";
    const limits = limitsOf(text, file?.size ?? 0);
    const format = backup?.format ?? file?.format ?? plainFormat;
    const document = this.#create(monaco, resource, path, text, limits !== undefined);
    document.etag = backup ? backup.baseEtag : file?.etag;
    document.savedVersion = file || untitled ? document.model.getAlternativeVersionId() : undefined;
    const stale = backup?.baseEtag !== undefined && file !== undefined && backup.baseEtag !== file.etag;
    this.#patch(resource, {
      phase: { kind: "ready" },
      readOnly: file?.readOnly ?? false,
      format,
      limits,
      disk: stale
        ? { kind: "changed", etag: file.etag, text: file.text }
        : { kind: file || untitled ? "same" : "deleted" },
    });
    if (backup) {
      this.#backups.delete(resource);
      this.#replaceText(document, backup.text.replaceAll(/\r\n?/g, "\n"));
      document.lineEnds = LineEnds.isMixed(backup.text) ? new LineEnds(backup.text) : undefined;
      // The buffer was edited from another state of the file than the one on disk: it is unsaved, whatever it says.
      if (stale || !file)
        document.savedVersion = untitled && backup.text === "" ? document.savedVersion : undefined;
      this.refreshDirty(resource);
    }
  }

  /** Lets go of a text that no tab shows any more; an unsaved one is lost here, so the caller has asked. */
  close(resource: string): void {
    const document = this.#open.get(resource);
    document?.listening.dispose();
    document?.model.dispose();
    this.#open.delete(resource);
    this.store.setState((state) => {
      const { [resource]: _gone, ...byResource } = state.byResource;
      return { byResource };
    });
    this.#settleEmitter.fire(resource);
  }

  /** Writes it. A conflict is not an error here: it becomes `disk`, and the editor's bar asks. */
  async save(resource: string, overwrite = false, automatic = false): Promise<Result<undefined, Failure>> {
    const document = this.#open.get(resource);
    const state = this.state(resource);
    if (!document || !state) return ok(undefined);
    if (state.readOnly)
      return fail(failureOf("readOnly", `${state.path} is read-only. Save it under another name.`));
    const editors = this.#loader.current?.editor.getEditors() ?? [];
    const { effective } = this.#settings.store.getState();
    if (state.limits === undefined) tidyModel(document.model, effective, editors, automatic);
    const version = document.model.getAlternativeVersionId();
    const expected = overwrite && state.disk.kind !== "same" ? diskEtag(state) : document.etag;
    const answer = await this.#host.request("files.write", {
      path: state.path,
      text: this.textToSave(document),
      format: state.format,
      ...(expected === undefined ? {} : { expectedEtag: expected }),
    });
    if (answer.ok) {
      document.etag = answer.value.etag;
      document.savedVersion = version;
      document.formatTouched = false;
      this.#patch(resource, { disk: { kind: "same" } });
      this.refreshDirty(resource);
      return ok(undefined);
    }
    if (answer.error.code === "conflict") {
      const disk = conflictData.safeParse(answer.error.data ?? {});
      const etag = disk.success ? disk.data.diskEtag : undefined;
      const text = disk.success ? disk.data.diskText : undefined;
      this.#patch(resource, {
        disk: etag === undefined ? { kind: "deleted" } : { kind: "changed", etag, text },
      });
    }
    return answer;
  }

  /** Writes the text under another name, which must be free; the buffer itself stays as it is. */
  async saveCopy(resource: string, path: string): Promise<Result<undefined, Failure>> {
    const document = this.#open.get(resource);
    const state = this.state(resource);
    if (!document || !state) return ok(undefined);
    return writeNewFile(this.#host, path, this.textToSave(document), state.format);
  }

  /** Throws the edits away and takes what is on disk. */
  async revert(resource: string): Promise<Result<undefined, Failure>> {
    const state = this.state(resource);
    const document = this.#open.get(resource);
    if (!state || !document || state.untitled) return ok(undefined);
    const read = await this.#host.request("files.read", { path: state.path });
    if (!read.ok) return read;
    this.#takeDiskText(resource, document, read.value.text, read.value.etag, read.value.format);
    return ok(undefined);
  }

  /** The file changed on disk: a clean buffer follows it quietly, a dirty one asks. */
  async diskChanged(resource: string): Promise<void> {
    const before = this.state(resource);
    if (!before || before.untitled) return;
    if (before.phase.kind === "failed") return this.#load(resource);
    const read = await this.#host.request("files.read", { path: before.path });
    const document = this.#open.get(resource);
    const state = this.state(resource);
    if (!document || !state) return;
    if (!read.ok) {
      if (read.error.code === "notFound") this.diskDeleted(resource);
      return;
    }
    if (read.value.etag === document.etag) {
      if (state.disk.kind !== "same") this.#patch(resource, { disk: { kind: "same" } });
    } else if (state.dirty) {
      this.#patch(resource, { disk: { kind: "changed", etag: read.value.etag, text: read.value.text } });
    } else this.#takeDiskText(resource, document, read.value.text, read.value.etag, read.value.format);
  }

  diskDeleted(resource: string): void {
    if (this.state(resource)?.phase.kind === "ready") this.#patch(resource, { disk: { kind: "deleted" } });
  }

  setFormat(resource: string, format: TextFormat): void {
    const document = this.#open.get(resource);
    if (!document) return;
    document.formatTouched = true;
    this.#patch(resource, { format });
    this.refreshDirty(resource);
  }

  setLanguage(resource: string, language: string): void {
    const document = this.#open.get(resource);
    if (!document) return;
    this.#loader.current?.editor.setModelLanguage(document.model, language);
    this.#patch(resource, { language });
  }

  /** Opens `to` with the unsaved text of `from`, as after a rename or "save as". */
  adopt(from: string, to: string): void {
    const document = this.#open.get(from);
    const state = this.state(from);
    const parsed = parseResource(to);
    if (!document || !state?.dirty || parsed?.kind !== "file") return;
    this.#backups.set(to, {
      path: parsed.path,
      untitled: false,
      text: document.model.getValue(),
      format: state.format,
      ...(document.etag === undefined ? {} : { baseEtag: document.etag }),
    });
  }

  /** Resources whose unsaved text the host kept and which no one has opened yet. */
  backedUp(): readonly string[] {
    return [...this.#backups.keys()];
  }

  textToSave(document: OpenDocument): string {
    const text = document.model.getValue();
    return document.lineEnds ? document.lineEnds.restore(text) : text;
  }

  refreshDirty(resource: string): void {
    const document = this.#open.get(resource);
    const state = this.state(resource);
    if (!document || !state) return;
    const untouched = document.savedVersion === document.model.getAlternativeVersionId();
    const dirty = !untouched || document.formatTouched;
    if (dirty !== state.dirty) this.#patch(resource, { dirty });
    if (!dirty) this.#settleEmitter.fire(resource);
  }

  #create(monaco: Monaco, resource: string, path: string, text: string, lowered: boolean): OpenDocument {
    const uri =
      parseResource(resource)?.kind === "file"
        ? monaco.Uri.file(`${this.#root}/${path}`)
        : monaco.Uri.from({ scheme: "untitled", path });
    const lineEnds = LineEnds.isMixed(text) ? new LineEnds(text) : undefined;
    const model = monaco.editor.createModel(text, lowered ? "plaintext" : languageOf(path), uri);
    model.setEOL(monaco.editor.EndOfLineSequence.LF);
    const changing = model.onDidChangeContent((event) => {
      document.lineEnds?.apply(
        event.changes.map((change) => ({
          startLine: change.range.startLineNumber,
          endLine: change.range.endLineNumber,
          text: change.text,
        })),
      );
      this.refreshDirty(resource);
      this.#changeEmitter.fire({ resource, document });
    });
    const document: OpenDocument = {
      model,
      listening: toDisposable(() => changing.dispose()),
      lineEnds,
      etag: undefined,
      savedVersion: undefined,
      formatTouched: false,
    };
    this.#open.set(resource, document);
    return document;
  }

  #takeDiskText(
    resource: string,
    document: OpenDocument,
    text: string,
    etag: string,
    format: TextFormat,
  ): void {
    this.#replaceText(document, text.replaceAll(/\r\n?/g, "\n"));
    document.lineEnds = LineEnds.isMixed(text) ? new LineEnds(text) : undefined;
    document.etag = etag;
    document.savedVersion = document.model.getAlternativeVersionId();
    document.formatTouched = false;
    this.#patch(resource, { disk: { kind: "same" }, format });
    this.refreshDirty(resource);
  }

  #replaceText(document: OpenDocument, text: string): void {
    const { model } = document;
    const change = smallestReplacement(model.getValue(), text);
    const start = model.getPositionAt(change.start);
    const end = model.getPositionAt(change.end);
    const range = {
      startLineNumber: start.lineNumber,
      startColumn: start.column,
      endLineNumber: end.lineNumber,
      endColumn: end.column,
    };
    model.pushEditOperations([], [{ range, text: change.text }], () => null);
  }

  #put(document: DocumentState): void {
    this.store.setState((state) => ({ byResource: { ...state.byResource, [document.resource]: document } }));
  }

  #patch(resource: string, change: Partial<DocumentState>): void {
    const document = this.state(resource);
    if (document) this.#put({ ...document, ...change });
  }
}

function diskEtag(state: DocumentState): string | undefined {
  return state.disk.kind === "changed" ? state.disk.etag : undefined;
}

export function resourceOfBackup(backup: Backup): string {
  return backup.untitled ? backup.path : `file:${backup.path}`;
}
