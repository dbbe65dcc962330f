import type { Disposable } from "../../../core/base/disposable.ts";
import type { Services } from "../../state/services.ts";
import { openResources } from "../editor/groups.ts";
import type { Monaco } from "../editor/monaco/monacoLoader.ts";
import { fileResource } from "../editor/resource.ts";
import { toEditorRange } from "./convert.ts";
import type { LspLocation, LspTextEdit } from "./lspSchemas.ts";

const mostPreloaded = 40;

/** Places that the server names, as far as this page can show them: files of the workspace, read before Monaco peeks. */
export class WorkspaceLocations implements Disposable {
  readonly #services: Services;
  readonly #monaco: Monaco;
  #preloaded: ReadonlySet<string> = new Set();

  constructor(services: Services, monaco: Monaco) {
    this.#services = services;
    this.#monaco = monaco;
  }

  async openable(found: readonly LspLocation[]) {
    const { documents, notifications } = this.#services;
    const inside: LspLocation[] = [];
    const outside: string[] = [];
    for (const place of found) {
      const path = documents.pathOfUri(this.#normal(place.uri));
      if (path !== undefined || this.#isOpen(place.uri)) inside.push(place);
      else outside.push(place.uri);
    }
    if (inside.length === 0 && outside[0] !== undefined)
      notifications.info(
        `Defined in ${outsideName(outside[0])}, outside of the workspace. Airlock opens files of the workspace only.`,
      );
    if (inside.length > 1) await this.#preload(inside.map((place) => place.uri));
    return inside.map((place) => ({
      uri: this.#monaco.Uri.parse(place.uri),
      range: toEditorRange(place.range),
    }));
  }

  /** All files a rename touches must be in memory, so that it can be undone and saved as one's own typing. */
  async openEdits(files: readonly { readonly uri: string; readonly edits: readonly LspTextEdit[] }[]) {
    const { documents, editors } = this.#services;
    for (const { uri } of files) {
      const path = documents.pathOfUri(this.#normal(uri));
      if (path === undefined && !this.#isOpen(uri))
        return {
          edits: [],
          rejectReason: `It is also used in ${outsideName(uri)}, outside of the workspace.`,
        };
      if (path === undefined) continue;
      const resource = fileResource(path);
      await documents.open(resource);
      if (!openResources(editors.store.getState()).has(resource)) editors.open(path, { focus: false });
    }
    return {
      edits: files.flatMap(({ uri, edits }) =>
        edits.map((edit) => ({
          resource: this.#monaco.Uri.parse(uri),
          versionId: undefined,
          textEdit: { range: toEditorRange(edit.range), text: edit.newText },
        })),
      ),
    };
  }

  dispose(): void {
    this.#release();
  }

  async #preload(uris: readonly string[]): Promise<void> {
    const { documents } = this.#services;
    this.#release();
    const paths = uris.flatMap((uri) => documents.pathOfUri(this.#normal(uri)) ?? []);
    const wanted = [...new Set(paths)].map(fileResource).filter((resource) => !documents.model(resource));
    const loading = wanted.slice(0, mostPreloaded);
    await Promise.all(loading.map((resource) => documents.open(resource)));
    this.#preloaded = new Set(loading);
  }

  /** Lets go of what was read only to be peeked at and has no tab. */
  #release(): void {
    const shown = openResources(this.#services.editors.store.getState());
    for (const resource of this.#preloaded)
      if (!shown.has(resource) && !this.#services.documents.isDirty(resource))
        this.#services.documents.close(resource);
    this.#preloaded = new Set();
  }

  #isOpen(uri: string): boolean {
    return this.#monaco.editor.getModel(this.#monaco.Uri.parse(uri)) !== null;
  }

  /** The server and Monaco escape differently: compared in Monaco's spelling. */
  #normal(uri: string): string {
    return this.#monaco.Uri.parse(uri).toString();
  }
}

/** "pathlib.py" or "typeshed: pathlib/__init__.pyi": enough to know it by. */
function outsideName(uri: string): string {
  const parts = decodeURIComponent(uri).split("/");
  const library = parts.findLastIndex((part) => /^(stdlib|stubs|site-packages|python3\.\d+)$/.test(part));
  return library < 0 ? (parts.at(-1) ?? uri) : parts.slice(library + 1).join("/");
}
