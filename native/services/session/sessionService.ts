import { createHash } from "node:crypto";
import { z } from "zod";
import { fail, ok, type Result } from "../../../core/base/result.ts";
import { type Failure, failureOf } from "../../../core/contract/failure.ts";
import { type Backup, backup, type Notice } from "../../../core/contract/workbench.ts";
import type { RequestHandlers } from "../../rpc/handlers.ts";
import type { KeptFiles } from "./keptFiles.ts";

/** The page's layout and view state; more is a fault of the page. */
const largestState = 1024 * 1024;
const writtenState = z.object({ state: z.unknown() });

/**
 * What the page wants back after a reload or a crash: its layout and the text of unsaved buffers, one file each below
 * workspaces/<id>/. Where the disk refuses, memory has to do until the host ends, and a person is told once.
 */
export class SessionService {
  readonly #files: KeptFiles;
  readonly #folder: string;
  readonly #report: (notice: Notice) => void;
  /** What could not be written; it wins over the disk. An undefined value says that a file could not be removed. */
  readonly #unwritten = new Map<string, string | undefined>();
  /** One write at a time for each file, in the order they were asked for. */
  readonly #queues = new Map<string, Promise<unknown>>();
  #warned = false;

  constructor(files: KeptFiles, workspaceId: string, report: (notice: Notice) => void) {
    this.#files = files;
    this.#folder = `workspaces/${workspaceId}`;
    this.#report = report;
  }

  /** Never fails: what is damaged is set aside, reported, and left out. */
  async load(): Promise<{ state?: unknown; backups: Backup[] }> {
    const state = await this.#readJson(this.#stateName, writtenState);
    const backups: Backup[] = [];
    for (const name of await this.#backupNames()) {
      const read = await this.#readJson(name, backup);
      if (read !== undefined) backups.push(read);
    }
    return { ...(state === undefined ? {} : { state: state.state }), backups };
  }

  async save(state: unknown): Promise<Result<Record<never, never>, Failure>> {
    const json = JSON.stringify({ state });
    if (Buffer.byteLength(json) > largestState)
      return fail(failureOf("tooLarge", "The window's layout is larger than 1 MiB and was not kept."));
    await this.#write(this.#stateName, json);
    return ok({});
  }

  async saveBackup(unsaved: Backup): Promise<Result<Record<never, never>, Failure>> {
    await this.#write(this.#backupName(unsaved.path), JSON.stringify(unsaved));
    return ok({});
  }

  async dropBackup(path: string): Promise<Result<Record<never, never>, Failure>> {
    await this.#write(this.#backupName(path), undefined);
    return ok({});
  }

  get #stateName(): string {
    return `${this.#folder}/state.json`;
  }

  #backupName(path: string): string {
    return `${this.#folder}/backups/${createHash("sha256").update(path).digest("hex")}.json`;
  }

  async #backupNames(): Promise<readonly string[]> {
    const folder = `${this.#folder}/backups`;
    const listed = await this.#files.list(folder);
    const names = new Set((listed.ok ? listed.value : []).filter((name) => name.endsWith(".json")));
    for (const name of this.#unwritten.keys()) if (name.startsWith(folder)) names.add(name);
    return [...names].sort();
  }

  async #readJson<T>(name: string, schema: z.ZodType<T>): Promise<T | undefined> {
    await this.#queues.get(name);
    const read = this.#unwritten.has(name) ? ok(this.#unwritten.get(name)) : await this.#files.read(name);
    if (!read.ok) {
      this.#tell(name, "warning", `A part of the last session could not be read: ${read.error.message}`);
      return undefined;
    }
    if (read.value === undefined) return undefined;
    const parsed = schema.safeParse(parseJson(read.value));
    if (parsed.success) return parsed.data;
    const aside = await this.#files.setAside(name);
    this.#tell(
      name,
      "warning",
      "A part of the last session was damaged, so it could not be restored. The damaged file was kept.",
      aside.ok ? this.#files.pathOf(aside.value) : aside.error.message,
    );
    return undefined;
  }

  async #write(name: string, text: string | undefined): Promise<void> {
    const before = this.#queues.get(name) ?? Promise.resolve();
    const write = before.then(async () => {
      const written =
        text === undefined ? await this.#files.remove(name) : await this.#files.write(name, text);
      if (written.ok) this.#unwritten.delete(name);
      else {
        this.#unwritten.set(name, text);
        this.#warnOnce(written.error);
      }
    });
    this.#queues.set(name, write);
    await write;
    if (this.#queues.get(name) === write) this.#queues.delete(name);
  }

  #warnOnce(cause: Failure): void {
    if (this.#warned) return;
    this.#warned = true;
    this.#tell(
      "unwritten",
      "warning",
      "Unsaved text and the window's layout are kept in memory only and are lost when Airlock ends. Save your files.",
      cause.message,
    );
  }

  #tell(what: string, severity: Notice["severity"], message: string, detail?: string): void {
    this.#report({ id: `session:${what}`, severity, message, ...(detail === undefined ? {} : { detail }) });
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

type SessionRequest = "session.load" | "session.save" | "session.saveBackup" | "session.dropBackup";

export function sessionHandlers(session: SessionService): Pick<RequestHandlers, SessionRequest> {
  return {
    "session.load": async () => ok(await session.load()),
    "session.save": ({ state }) => session.save(state),
    "session.saveBackup": (unsaved) => session.saveBackup(unsaved),
    "session.dropBackup": ({ path }) => session.dropBackup(path),
  };
}
