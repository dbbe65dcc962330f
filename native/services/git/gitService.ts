import type { Disposable } from "../../../core/base/disposable.ts";
import { ok } from "../../../core/base/result.ts";
import type { GitStatus } from "../../../core/contract/files.ts";
import type { EventBus } from "../../rpc/eventBus.ts";
import type { RequestHandlers } from "../../rpc/handlers.ts";
import { decodeText, isBinary } from "../files/textFormat.ts";
import { readGitStatus } from "./readStatus.ts";

export type GitAnswer =
  | { readonly kind: "answer"; readonly bytes: Buffer }
  | { readonly kind: "refused"; readonly message: string }
  | { readonly kind: "missing" };

/** What the service needs of git; native/adapters/git is one. */
export interface GitReader {
  status(signal: AbortSignal): Promise<GitAnswer>;
  prefix(signal: AbortSignal): Promise<GitAnswer>;
  headBytes(path: string, signal: AbortSignal): Promise<GitAnswer>;
}

/** Tells when git's own files changed: HEAD, the index, a branch. The watcher is one. */
export interface RepositoryWatch {
  onDidChangeRepository(listener: () => void): Disposable;
}

const noRepository: GitStatus = { ahead: 0, behind: 0, files: [] };
/** A build or a checkout changes thousands of files; one status when they settle is enough. */
const settleMilliseconds = 300;

/** What git knows of the workspace. Without git or a repository it knows nothing, which is no error. */
export class GitService implements Disposable {
  readonly #git: GitReader;
  readonly #bus: EventBus;
  readonly #log: (line: string) => void;
  readonly #ended = new AbortController();
  readonly #subscriptions: readonly Disposable[];
  #timer: NodeJS.Timeout | undefined;
  #last = "";
  #refreshing: Promise<void> = Promise.resolve();

  constructor(git: GitReader, watch: RepositoryWatch, bus: EventBus, log: (line: string) => void) {
    this.#git = git;
    this.#bus = bus;
    this.#log = log;
    this.#subscriptions = [
      bus.on("files.didChange", () => this.#refreshSoon()),
      watch.onDidChangeRepository(() => this.#refreshSoon()),
    ];
  }

  async status(signal: AbortSignal): Promise<GitStatus> {
    const prefix = await this.#git.prefix(signal);
    if (prefix.kind !== "answer") return noRepository;
    const status = await this.#git.status(signal);
    if (status.kind === "answer")
      return readGitStatus(status.bytes.toString("utf8"), prefix.bytes.toString("utf8").trimEnd());
    if (status.kind === "refused") this.#log(`git: ${status.message}`);
    return noRepository;
  }

  /** The file's text at HEAD as the editor would show it; undefined when HEAD has none or it is binary. */
  async headText(path: string, signal: AbortSignal): Promise<string | undefined> {
    const blob = await this.#git.headBytes(path, signal);
    if (blob.kind !== "answer" || isBinary(blob.bytes)) return undefined;
    return decodeText(blob.bytes).text;
  }

  #refreshSoon(): void {
    if (this.#ended.signal.aborted) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#refreshing = this.#refreshing.then(() => this.#refresh());
    }, settleMilliseconds);
  }

  async #refresh(): Promise<void> {
    const status = await this.status(this.#ended.signal);
    const written = JSON.stringify(status);
    if (this.#ended.signal.aborted || written === this.#last) return;
    this.#last = written;
    this.#bus.fire("git.didChange", status);
  }

  dispose(): void {
    this.#ended.abort();
    clearTimeout(this.#timer);
    for (const subscription of this.#subscriptions) subscription.dispose();
  }
}

export function gitHandlers(git: GitService): Pick<RequestHandlers, "git.status" | "git.headText"> {
  return {
    "git.status": async (_params, { signal }) => ok(await git.status(signal)),
    "git.headText": async ({ path }, { signal }) => {
      const text = await git.headText(path, signal);
      return ok(text === undefined ? {} : { text });
    },
  };
}
