import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { z } from "zod";
import { type Disposable, DisposableStore, toDisposable } from "../../../core/base/disposable.ts";
import {
  lspRange,
  type PyrightDiagnostic,
  pyrightDiagnostic,
  pyrightRules,
} from "../../../core/gate/hallucination/pyrightFindings.ts";
import type { LanguageServer, LspMessage } from "../../services/language/languageServer.ts";

export interface PyrightSettings {
  /** The folder that absolute imports start from. */
  readonly workspaceRoot: string;
  /** More folders to import from, first ones first. */
  readonly searchFolders: readonly string[];
  /** Asked by pyright for its version and folders; undefined: pyright looks on PATH. */
  readonly interpreter: string | undefined;
  readonly pythonVersion: string | undefined;
}

export interface LspPosition {
  readonly line: number;
  readonly character: number;
}

const report = z.object({ items: z.array(pyrightDiagnostic) });
const hoverAnswer = z.object({ contents: z.union([z.string(), z.object({ value: z.string() })]) }).nullable();
const link = z.object({ uri: z.string(), range: lspRange });
const places = z.union([link, z.array(link)]).nullable();
const response = z.looseObject({ id: z.number(), error: z.object({ message: z.string() }).optional() });
const serverRequest = z.looseObject({ id: z.union([z.string(), z.number()]), method: z.string() });
const configurationRequest = z.looseObject({
  params: z.object({ items: z.array(z.looseObject({ section: z.string().optional() })) }),
});
/** One that answers nothing for so long hangs. Milliseconds. */
const longestSilence = 15_000;

const mostOpen = 8;
const longestFile = 2_000_000;
/** Stands for a text that has no file yet; no import can name it. */
export const proposalName = ".airlock-proposal.py";

interface Waiting {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
}

/**
 * One running pyright that reads the configuration we write and none of the workspace's: it is opened on a folder of our
 * own, outside, and told where imports start. One document at a time is laid over the disk.
 */
export class PyrightSession implements Disposable {
  readonly #server: LanguageServer;
  readonly #settings: PyrightSettings;
  readonly #home: string;
  readonly #children = new DisposableStore();
  readonly #waiting = new Map<number, Waiting>();
  /** Documents in the order of their use; a stamp: shows the disk as it was then, none: shows a proposal. */
  readonly #open = new Map<string, { readonly version: number; readonly stamp: number | undefined }>();
  #nextId = 1;
  #end: string | undefined;

  private constructor(server: LanguageServer, settings: PyrightSettings) {
    this.#server = server;
    this.#settings = settings;
    this.#home = mkdtempSync(join(tmpdir(), "airlock-pyright-"));
    this.#children.add(toDisposable(() => rmSync(this.#home, { recursive: true, force: true })));
    this.#children.add(server);
    this.#children.add(server.onMessage((message) => this.#receive(message)));
    this.#children.add(server.onExit((reason) => this.#ended(reason)));
    writeFileSync(join(this.#home, "pyrightconfig.json"), JSON.stringify(configuration(settings)));
  }

  /** Rejects when the server ends or does not answer. */
  static async start(server: LanguageServer, settings: PyrightSettings): Promise<PyrightSession> {
    const session = new PyrightSession(server, settings);
    try {
      const uri = pathToFileURL(session.#home).href;
      await session.#ask("initialize", {
        processId: process.pid,
        rootUri: uri,
        workspaceFolders: [{ uri, name: basename(session.#home) }],
        capabilities: {
          workspace: { configuration: true, workspaceFolders: true },
          textDocument: {
            diagnostic: { dynamicRegistration: true },
            hover: { contentFormat: ["plaintext"] },
          },
        },
      });
      session.#notify("initialized", {});
      return session;
    } catch (error) {
      session.dispose();
      throw error;
    }
  }

  get hasEnded(): boolean {
    return this.#end !== undefined;
  }

  /** Lays `text` over the file and reports what pyright says of it. */
  async diagnose(uri: string, text: string): Promise<readonly PyrightDiagnostic[]> {
    // What was only proposed for another file must not be seen by this one.
    for (const other of [...this.#open.keys()]) if (other !== uri) this.#showDisk(other);
    this.#show(uri, text, undefined);
    return report.parse(await this.#ask("textDocument/diagnostic", { textDocument: { uri } })).items;
  }

  async hover(uri: string, position: LspPosition): Promise<string | undefined> {
    const answer = hoverAnswer.parse(
      await this.#ask("textDocument/hover", { textDocument: { uri }, position }),
    );
    return typeof answer?.contents === "string" ? answer.contents : answer?.contents.value;
  }

  /** Where the type of what stands there is declared, as an address. */
  async typeOrigin(uri: string, position: LspPosition): Promise<string | undefined> {
    const answer = places.parse(
      await this.#ask("textDocument/typeDefinition", { textDocument: { uri }, position }),
    );
    return Array.isArray(answer) ? answer[0]?.uri : answer?.uri;
  }

  /** Files that changed on disk. Pyright watches its own folder alone: opening and closing one makes it read it again. */
  filesChanged(uris: readonly string[]): void {
    for (const uri of uris.filter((one) => !this.#open.has(one))) {
      this.#notify("textDocument/didOpen", {
        textDocument: { uri, languageId: "python", version: 1, text: "" },
      });
      this.#notify("textDocument/didClose", { textDocument: { uri } });
    }
  }

  #show(uri: string, text: string, stamp: number | undefined): void {
    const shown = this.#open.get(uri);
    const version = (shown?.version ?? 0) + 1;
    this.#open.delete(uri);
    this.#open.set(uri, { version, stamp });
    if (shown === undefined)
      this.#notify("textDocument/didOpen", { textDocument: { uri, languageId: "python", version, text } });
    else
      this.#notify("textDocument/didChange", {
        textDocument: { uri, version },
        contentChanges: [{ text }],
      });
    const [oldest] = this.#open.keys();
    if (this.#open.size > mostOpen && oldest !== undefined) this.#close(oldest);
  }

  /**
   * Closing a document makes pyright forget the libraries that it imports, and the next file pays a second for them. So it
   * stays open for a while and says what the disk says.
   */
  #showDisk(uri: string): void {
    const file = fileURLToPath(uri);
    // A text without a file has a name that nothing can import.
    if (basename(file) === proposalName) return;
    const found = statSync(file, { throwIfNoEntry: false });
    if (found?.isFile() !== true || found.size > longestFile) this.#close(uri);
    else if (this.#open.get(uri)?.stamp !== found.mtimeMs)
      this.#show(uri, readFileSync(file, "utf8"), found.mtimeMs);
  }

  #close(uri: string): void {
    this.#open.delete(uri);
    this.#notify("textDocument/didClose", { textDocument: { uri } });
  }

  #notify(method: string, params: unknown): void {
    this.#server.send({ jsonrpc: "2.0", method, params });
  }

  #ask(method: string, params: unknown): Promise<unknown> {
    return new Promise((resolve, reject) => {
      if (this.#end !== undefined) return reject(new Error(this.#end));
      const id = this.#nextId++;
      const timer = setTimeout(() => this.#ended("Pyright does not answer and was ended."), longestSilence);
      const settle = () => {
        clearTimeout(timer);
        this.#waiting.delete(id);
      };
      this.#waiting.set(id, {
        resolve: (result) => {
          settle();
          resolve(result);
        },
        reject: (error) => {
          settle();
          reject(error);
        },
      });
      this.#server.send({ jsonrpc: "2.0", id, method, params });
    });
  }

  #receive(message: LspMessage): void {
    const request = serverRequest.safeParse(message);
    if (request.success) {
      this.#server.send({ jsonrpc: "2.0", id: request.data.id, result: this.#answer(message) });
      return;
    }
    const answered = response.safeParse(message);
    if (!answered.success) return;
    const waiting = this.#waiting.get(answered.data.id);
    if (answered.data.error === undefined) waiting?.resolve(message.result);
    else waiting?.reject(new Error(`Pyright: ${answered.data.error.message}`));
  }

  #answer(message: LspMessage): unknown {
    const asked = configurationRequest.safeParse(message);
    if (!asked.success) return null;
    const { interpreter } = this.#settings;
    return asked.data.params.items.map(({ section }) =>
      section === "python"
        ? { analysis: {}, ...(interpreter === undefined ? {} : { pythonPath: interpreter }) }
        : {},
    );
  }

  #ended(reason: string): void {
    if (this.#end !== undefined) return;
    this.#end = reason;
    this.#children.dispose();
    for (const waiting of [...this.#waiting.values()]) waiting.reject(new Error(reason));
  }

  dispose(): void {
    this.#ended("Pyright was closed.");
  }
}

function configuration({ workspaceRoot, searchFolders, pythonVersion }: PyrightSettings): unknown {
  return {
    typeCheckingMode: "off",
    enableTypeIgnoreComments: false,
    // Nothing is analysed but the document that is laid over the disk.
    include: ["nothing"],
    ...Object.fromEntries(pyrightRules.map((rule) => [rule, "error"])),
    ...(pythonVersion === undefined ? {} : { pythonVersion }),
    executionEnvironments: [{ root: workspaceRoot, extraPaths: searchFolders }],
  };
}
