import { createStore, type StoreApi } from "zustand/vanilla";
import type { GitStatus } from "../../../core/contract/files.ts";
import type { HostConnection } from "../../transport/hostConnection.ts";

export type GitFileStatus = GitStatus["files"][number]["status"];

export interface GitState {
  readonly status: GitStatus;
  /** By workspace path. */
  readonly byPath: ReadonlyMap<string, GitFileStatus>;
  /** Folders that hold something changed: drawn in its colour. */
  readonly changedFolders: ReadonlySet<string>;
}

export type GitStore = StoreApi<GitState>;

const nothing: GitStatus = { ahead: 0, behind: 0, files: [] };

/** What git says of the workspace, for colours, letters and the branch. */
export class GitController {
  readonly store: GitStore = createStore<GitState>(() => indexStatus(nothing));
  readonly #host: HostConnection;

  constructor(host: HostConnection) {
    this.#host = host;
    host.on("git.didChange", (status) => this.store.setState(indexStatus(status), true));
    host.onDidReconnect(() => void this.load());
  }

  async load(): Promise<void> {
    const answer = await this.#host.request("git.status", {});
    if (answer.ok) this.store.setState(indexStatus(answer.value), true);
  }
}

export function indexStatus(status: GitStatus): GitState {
  const byPath = new Map(status.files.map((file) => [file.path, file.status] as const));
  const changedFolders = new Set<string>();
  for (const file of status.files) {
    if (file.status === "ignored") continue;
    const parts = file.path.split("/");
    for (let length = parts.length - 1; length > 0; length--)
      changedFolders.add(parts.slice(0, length).join("/"));
  }
  return { status, byPath, changedFolders };
}
