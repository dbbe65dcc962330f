import { z } from "zod";
import { createStore, type StoreApi } from "zustand/vanilla";
import { type Disposable, DisposableStore } from "../../../core/base/disposable.ts";
import type { Services } from "../../state/services.ts";
import type { Monaco } from "../editor/monaco/monacoLoader.ts";
import { interpreterName, pythonVersionOf, toEditorRange } from "./convert.ts";
import { DocumentSync } from "./documentSync.ts";
import { LanguageServerConnection } from "./languageServerConnection.ts";
import { type LspDiagnostic, logMessage, publishedDiagnostics } from "./lspSchemas.ts";

export type PythonState =
  | { readonly kind: "off" }
  | { readonly kind: "starting" }
  | {
      readonly kind: "running";
      readonly version: string | undefined;
      readonly interpreter: string | undefined;
    }
  | { readonly kind: "failed"; readonly reason: string };

export type PythonStore = StoreApi<{ readonly state: PythonState }>;

interface Session {
  readonly connection: LanguageServerConnection;
  readonly children: DisposableStore;
}

const markerOwner = "python";
const restartDelayMs = 1000;

/** Python's language server as this page uses it: started with the first Python text, started again when it ends. */
export class PythonServer implements Disposable {
  readonly store: PythonStore = createStore<{ readonly state: PythonState }>(() => ({
    state: { kind: "off" },
  }));
  readonly #services: Services;
  readonly #monaco: Monaco;
  readonly #disposables = new DisposableStore();
  #session: Session | undefined;
  #serverId: string | undefined;
  #starting: Promise<void> | undefined;
  #malformed = false;

  constructor(services: Services, monaco: Monaco) {
    this.#services = services;
    this.#monaco = monaco;
    const own = this.#disposables;
    own.add(
      services.host.on("language.didStop", ({ serverId, reason }) => {
        if (serverId === this.#serverId) this.#stopped(reason);
      }),
    );
    // The server belongs to the connection it was started on: a new connection needs a new one.
    own.add(
      services.host.onDidReconnect(() => {
        if (this.store.getState().state.kind !== "off") void this.restart();
      }),
    );
    // Markers outlive their text in Monaco; the server's own word that there are none comes when the text is gone.
    own.add(
      monaco.editor.onWillDisposeModel((model) => monaco.editor.setModelMarkers(model, markerOwner, [])),
    );
    own.add(
      monaco.languages.onLanguage("python", () => {
        if (this.store.getState().state.kind === "off") void this.#start();
      }),
    );
  }

  /** Waits while it starts; undefined when there is none. */
  async connection(): Promise<LanguageServerConnection | undefined> {
    await this.#starting;
    return this.#session?.connection;
  }

  /** One after the other: two sessions with one server would each tell it every change. */
  async restart(): Promise<void> {
    await this.#starting;
    this.#end();
    await this.#start();
  }

  dispose(): void {
    this.#end();
    this.#disposables.dispose();
  }

  #start(): Promise<void> {
    this.#starting = this.#run();
    return this.#starting;
  }

  async #run(): Promise<void> {
    this.#setState({ kind: "starting" });
    const started = await this.#services.host.request("language.start", {
      language: "python",
      // Whatever an earlier start left behind knows texts that this session does not.
      afresh: true,
    });
    if (!started.ok) return this.#setState({ kind: "failed", reason: started.error.message });
    const { serverId, rootUri, interpreter } = started.value;
    this.#serverId = serverId;
    const children = new DisposableStore();
    const connection = children.add(
      new LanguageServerConnection(this.#services.host, serverId, () => this.#sayMalformed()),
    );
    connection.answerRequests([
      "client/registerCapability",
      "client/unregisterCapability",
      "window/workDoneProgress/create",
      "window/showMessageRequest",
    ]);
    connection.onNotification("window/logMessage", logMessage, ({ message }) => this.#readLog(message));
    connection.onNotification(
      "textDocument/publishDiagnostics",
      publishedDiagnostics,
      ({ uri, diagnostics }) => this.#mark(uri, diagnostics),
    );
    this.#setState({ kind: "running", version: undefined, interpreter: interpreterName(interpreter) });
    const initialized = await connection.request("initialize", initializeParams(rootUri), z.looseObject({}));
    if (this.#serverId !== serverId) return children.dispose();
    if (!initialized) {
      children.dispose();
      return this.#setState({ kind: "failed", reason: "Python's language server did not start." });
    }
    connection.notify("initialized", {});
    children.add(new DocumentSync(this.#monaco, connection));
    this.#session = { connection, children };
  }

  #stopped(reason: string): void {
    this.#end();
    this.#setState({ kind: "failed", reason });
    this.#services.announcer.say("Python's language server ended and is being started again.");
    setTimeout(() => {
      if (this.store.getState().state.kind === "failed") void this.#start();
    }, restartDelayMs);
  }

  #end(): void {
    this.#session?.children.dispose();
    this.#session = undefined;
    this.#serverId = undefined;
    this.#monaco.editor.removeAllMarkers(markerOwner);
  }

  #mark(uri: string, diagnostics: readonly LspDiagnostic[]): void {
    const model = this.#monaco.editor.getModel(this.#monaco.Uri.parse(uri));
    if (!model) return;
    const { MarkerSeverity } = this.#monaco;
    const severities = [
      MarkerSeverity.Error,
      MarkerSeverity.Warning,
      MarkerSeverity.Info,
      MarkerSeverity.Hint,
    ];
    this.#monaco.editor.setModelMarkers(
      model,
      markerOwner,
      diagnostics.map((diagnostic) => ({
        ...toEditorRange(diagnostic.range),
        severity: severities[(diagnostic.severity ?? 1) - 1] ?? MarkerSeverity.Error,
        message: diagnostic.message,
        source: diagnostic.source ?? "Pyright",
        ...(diagnostic.code === undefined ? {} : { code: String(diagnostic.code) }),
        // 1 unnecessary, 2 deprecated: Monaco numbers them as the protocol does.
        ...(diagnostic.tags === undefined ? {} : { tags: [...diagnostic.tags] }),
      })),
    );
  }

  #readLog(message: string): void {
    const version = pythonVersionOf(message);
    const { state } = this.store.getState();
    if (version !== undefined && state.kind === "running") this.#setState({ ...state, version });
  }

  #sayMalformed(): void {
    if (this.#malformed) return;
    this.#malformed = true;
    this.#services.announcer.say("Python's language server gave an answer that could not be used.");
  }

  #setState(state: PythonState): void {
    this.store.setState({ state });
  }
}

function initializeParams(rootUri: string): unknown {
  return {
    processId: null,
    rootUri,
    workspaceFolders: [{ uri: rootUri, name: "workspace" }],
    capabilities: {
      general: { positionEncodings: ["utf-16"] },
      window: { workDoneProgress: false },
      textDocument: {
        synchronization: { dynamicRegistration: false },
        completion: {
          contextSupport: true,
          completionItem: {
            snippetSupport: false,
            labelDetailsSupport: true,
            deprecatedSupport: true,
            documentationFormat: ["markdown"],
            tagSupport: { valueSet: [1] },
            resolveSupport: { properties: ["documentation", "detail", "additionalTextEdits"] },
          },
        },
        hover: { contentFormat: ["markdown"] },
        signatureHelp: {
          signatureInformation: { documentationFormat: ["markdown"], activeParameterSupport: true },
        },
        definition: { linkSupport: true },
        documentSymbol: { hierarchicalDocumentSymbolSupport: true },
        rename: { prepareSupport: true },
        publishDiagnostics: { tagSupport: { valueSet: [1, 2] } },
      },
    },
  };
}
