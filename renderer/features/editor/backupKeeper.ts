import type { Session } from "../../state/session.ts";
import type { HostConnection } from "../../transport/hostConnection.ts";
import type { Documents } from "./documents.ts";

const delayMs = 500;

/** Unsaved text goes to the host half a second after a pause in typing, and at once when the page is hidden or left. */
export class BackupKeeper {
  readonly #host: HostConnection;
  readonly #documents: Documents;
  readonly #timers = new Map<string, ReturnType<typeof setTimeout>>();
  readonly #kept = new Set<string>();

  constructor(host: HostConnection, documents: Documents, session: Session) {
    this.#host = host;
    this.#documents = documents;
    for (const resource of documents.backedUp()) this.#kept.add(resource);
    documents.onDidChangeText(({ resource }) => this.#schedule(resource));
    documents.onDidSettle((resource) => this.#drop(resource));
    session.onFlush(() => {
      for (const resource of [...this.#timers.keys()]) this.#write(resource);
    });
    // A host that was restarted in between has what was written before; what came since is written again.
    host.onDidReconnect(() => {
      for (const resource of documents.dirtyResources()) this.#write(resource);
    });
  }

  #schedule(resource: string): void {
    clearTimeout(this.#timers.get(resource));
    this.#timers.set(
      resource,
      setTimeout(() => this.#write(resource), delayMs),
    );
  }

  #write(resource: string): void {
    clearTimeout(this.#timers.get(resource));
    this.#timers.delete(resource);
    const document = this.#documents.get(resource);
    const state = this.#documents.state(resource);
    if (!document || !state?.dirty) return;
    this.#kept.add(resource);
    void this.#host.request("session.saveBackup", {
      path: state.untitled ? resource : state.path,
      untitled: state.untitled,
      text: this.#documents.textToSave(document),
      format: state.format,
      ...(document.etag === undefined ? {} : { baseEtag: document.etag }),
    });
  }

  #drop(resource: string): void {
    clearTimeout(this.#timers.get(resource));
    this.#timers.delete(resource);
    if (!this.#kept.delete(resource)) return;
    const path = resource.startsWith("file:") ? resource.slice("file:".length) : resource;
    void this.#host.request("session.dropBackup", { path });
  }
}
