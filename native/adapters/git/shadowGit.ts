import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { fail, ok, type Result } from "../../../core/base/result.ts";
import { type Failure, failureOf } from "../../../core/contract/failure.ts";
import { type CheckpointNote, gitModeOf, modeIn, noteOf, readNote } from "./checkpointNote.ts";
import { type GitInput, runGit } from "./runGit.ts";

interface FileState {
  readonly path: string;
  readonly mode: number;
  readonly id: string;
}

type Kind = "question" | "undo";

interface Entry {
  readonly name: string;
  readonly id: string;
  readonly kind: Kind;
  readonly at: number;
}

interface NewCheckpoint {
  readonly kind: Kind;
  readonly at: number;
  readonly files: readonly FileState[];
  readonly tooLarge: readonly string[];
  readonly has: (id: string) => boolean;
  readonly read: (path: string) => Promise<{ readonly id: string; readonly bytes: Buffer } | undefined>;
}

const refs = "refs/checkpoints/";
const entryFormat = "--format=%(objectname) %(committerdate:raw) %(refname)";
const newline = 10;
/** So many packs slow every look-up down. */
const manyPacks = 40;
/** What git says of a repository that is none any more. */
const unreadable = /not a git repository|bad config|missing object|bad object/i;
/** No command of ours takes so long. Milliseconds. */
const staleLock = 60 * 60 * 1000;

/**
 * A bare repository that holds the workspace's files as they were at some moments. Git is handed bytes and paths and never
 * looks at the workspace: what lies there, its .gitattributes and a person's own repository have no say in what is kept.
 * Each checkpoint is a commit without a parent, so that one can be forgotten without the others.
 */
export class ShadowGit {
  readonly #folder: string;
  readonly #variables: NodeJS.ProcessEnv;
  /** What was dropped is cleared away once it is this old, as git writes dates: another process may be adding. */
  readonly #expiry: string;
  #isSound = false;

  constructor(folder: string, variables: NodeJS.ProcessEnv, expiry = "10.minutes.ago") {
    this.#folder = folder;
    this.#variables = variables;
    this.#expiry = expiry;
  }

  async add(
    checkpoint: NewCheckpoint,
    signal: AbortSignal,
  ): Promise<Result<{ readonly id: string; readonly files: readonly FileState[] }, Failure>> {
    const ready = await this.#prepare(signal);
    if (!ready.ok) return ready;
    const files: FileState[] = [];
    const ref = refOf(checkpoint.kind);
    const args = ["fast-import", "--quiet", "--done", "--date-format=raw"];
    const printed = await this.#git(args, signal, importStream(checkpoint, ref, files));
    if (!printed.ok) return printed;
    const id = printed.value.toString("latin1").trim();
    if (/^[0-9a-f]{40}$/.test(id)) return ok({ id, files });
    return fail(failureOf("unavailable", "Git kept the files and did not say under which name."));
  }

  async keep(id: string, kind: Kind, signal: AbortSignal): Promise<Result<void, Failure>> {
    const there = await this.#entriesOf(id, signal);
    if (!there.ok) return there;
    if (there.value.length === 0) return fail(gone());
    if (there.value.some((entry) => entry.kind === kind)) return ok(undefined);
    const kept = await this.#git(["update-ref", refOf(kind), id], signal);
    return kept.ok ? ok(undefined) : kept;
  }

  async get(
    id: string,
    signal: AbortSignal,
  ): Promise<
    Result<
      {
        readonly id: string;
        readonly at: number;
        readonly files: ReadonlyMap<string, FileState & { readonly size: number }>;
        readonly tooLarge: readonly string[];
      },
      Failure
    >
  > {
    const there = await this.#entriesOf(id, signal);
    if (!there.ok) return there;
    const note = there.value.length === 0 ? ok(undefined) : await this.#noteOf(id, signal);
    if (!note.ok) return note;
    if (note.value === undefined) return fail(gone());
    const listed = await this.#git(["ls-tree", "-r", "-z", "-l", "--full-tree", id], signal);
    if (!listed.ok) return listed;
    return ok({ id, ...note.value, files: filesIn(listed.value.toString("utf8"), note.value) });
  }

  async bytes(
    ids: readonly string[],
    signal: AbortSignal,
  ): Promise<Result<ReadonlyMap<string, Buffer>, Failure>> {
    const printed = await this.#git(
      ["cat-file", "--batch"],
      signal,
      [...new Set(ids)].map((id) => `${id}\n`),
    );
    return printed.ok ? ok(blobsIn(printed.value)) : printed;
  }

  async list(signal: AbortSignal): Promise<Result<readonly Entry[], Failure>> {
    if (!this.#isThere()) return ok([]);
    const printed = await this.#git(["for-each-ref", "--sort=-committerdate", entryFormat, refs], signal);
    if (!printed.ok) return printed;
    const entries = printed.value
      .toString("utf8")
      .split("\n")
      .flatMap((line): Entry[] => {
        const [id = "", seconds = "", , name = ""] = line.split(" ");
        const kind = name.startsWith(`${refs}undo/`) ? "undo" : "question";
        return name === "" ? [] : [{ id, name, kind, at: Number(seconds) * 1000 }];
      });
    return ok(entries);
  }

  async drop(entries: readonly Entry[], signal: AbortSignal): Promise<Result<void, Failure>> {
    await this.#removeStaleLocks();
    const commands = entries.map(({ name }) => `delete ${name}\n`);
    const dropped = await this.#git(["update-ref", "--stdin"], signal, commands);
    if (!dropped.ok) return dropped;
    const cleared = await this.#git(["gc", "--quiet", `--prune=${this.#expiry}`], signal);
    return cleared.ok ? ok(undefined) : cleared;
  }

  async size(
    signal: AbortSignal,
  ): Promise<Result<{ readonly bytes: number; readonly scattered: boolean }, Failure>> {
    if (!this.#isThere()) return ok({ bytes: 0, scattered: false });
    const counted = await this.#git(["count-objects", "-v"], signal);
    if (!counted.ok) return counted;
    const text = counted.value.toString("utf8");
    const figure = (name: string): number =>
      Number(new RegExp(`^${name}: (\\d+)$`, "m").exec(text)?.[1] ?? 0);
    return ok({
      bytes: (figure("size") + figure("size-pack")) * 1024,
      scattered: figure("packs") > manyPacks,
    });
  }

  #isThere(): boolean {
    return existsSync(join(this.#folder, "HEAD"));
  }

  /** Makes it where it is not there. One that git cannot read is set aside: what it held is lost, the next is kept. */
  async #prepare(signal: AbortSignal): Promise<Result<void, Failure>> {
    if (this.#isSound && this.#isThere()) return ok(undefined);
    try {
      if (this.#isThere()) {
        const read = await this.#git(["for-each-ref", entryFormat, refs], signal);
        if (read.ok || !unreadable.test(read.error.message)) {
          this.#isSound = read.ok;
          return read.ok ? ok(undefined) : read;
        }
        await rename(this.#folder, `${this.#folder}.damaged-${Date.now()}`);
      }
      await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      return fail(failureOf("unavailable", `The files cannot be kept with each question: ${why}`));
    }
    // An empty template: no hooks of whoever installed git.
    const made = await this.#git(
      ["init", "--quiet", "--bare", "--template=", "--object-format=sha1"],
      signal,
    );
    this.#isSound = made.ok;
    return made.ok ? ok(undefined) : made;
  }

  /** What a machine that lost its power left would stop git for ever. */
  async #removeStaleLocks(): Promise<void> {
    for (const name of ["packed-refs.lock", "gc.pid.lock", "gc.pid"]) {
      const file = join(this.#folder, name);
      const age = await stat(file).then(
        ({ mtimeMs }) => Date.now() - mtimeMs,
        () => 0,
      );
      if (age > staleLock) await rm(file, { force: true });
    }
  }

  async #entriesOf(id: string, signal: AbortSignal): Promise<Result<readonly Entry[], Failure>> {
    const entries = await this.list(signal);
    return entries.ok ? ok(entries.value.filter((entry) => entry.id === id)) : entries;
  }

  async #noteOf(id: string, signal: AbortSignal): Promise<Result<CheckpointNote | undefined, Failure>> {
    const commit = await this.#git(["cat-file", "commit", id], signal);
    if (!commit.ok) return commit;
    const text = commit.value.toString("utf8");
    return ok(readNote(text.slice(text.indexOf("\n\n") + 2)));
  }

  #git(args: readonly string[], signal: AbortSignal, input?: GitInput): Promise<Result<Buffer, Failure>> {
    return runGit(this.#folder, this.#variables, args, signal, input);
  }
}

/** Blobs that are not there yet, then a commit that names all. `kept` is filled with what the commit holds. */
async function* importStream(
  { at, files, tooLarge, has, read }: NewCheckpoint,
  ref: string,
  kept: FileState[],
): AsyncGenerator<Uint8Array | string> {
  const sent = new Set<string>();
  for (const file of files) {
    if (has(file.id) || sent.has(file.id)) {
      kept.push(file);
      continue;
    }
    const now = await read(file.path);
    if (now === undefined) continue;
    kept.push({ ...file, id: now.id });
    if (has(now.id) || sent.has(now.id)) continue;
    sent.add(now.id);
    yield `blob\ndata ${now.bytes.length}\n`;
    yield now.bytes;
    yield "\n";
  }
  const message = Buffer.from(JSON.stringify(noteOf(at, kept, tooLarge)));
  yield `commit ${ref}\nmark :1\ncommitter airlock <airlock@localhost> ${Math.floor(at / 1000)} +0000\n`;
  yield `data ${message.length}\n`;
  yield message;
  yield "\n";
  for (const { path, mode, id } of kept) yield `M ${gitModeOf(mode)} ${id} ${quoted(path)}\n`;
  yield "\nget-mark :1\ndone\n";
}

/** A path as fast-import reads it, whatever characters it has. */
function quoted(path: string): string {
  return `"${path.replace(/[\\"]/g, "\\$&").replaceAll("\n", "\\n")}"`;
}

function filesIn(
  listed: string,
  note: CheckpointNote,
): ReadonlyMap<string, FileState & { readonly size: number }> {
  const files = new Map<string, FileState & { readonly size: number }>();
  for (const line of listed.split("\0")) {
    const [, gitMode = "", id = "", size = "", path = ""] =
      /^(\d+) blob ([0-9a-f]+) +(\d+)\t(.*)$/s.exec(line) ?? [];
    if (path !== "") files.set(path, { path, id, size: Number(size), mode: modeIn(note, path, gitMode) });
  }
  return files;
}

/** "ID blob SIZE\n", the bytes, "\n", again and again; "ID missing\n" for what is not there. */
function blobsIn(printed: Buffer): ReadonlyMap<string, Buffer> {
  const blobs = new Map<string, Buffer>();
  let at = 0;
  while (at < printed.length) {
    const end = printed.indexOf(newline, at);
    if (end === -1) break;
    const [id = "", kind, size = ""] = printed.subarray(at, end).toString("latin1").split(" ");
    at = end + 1;
    if (kind !== "blob") continue;
    blobs.set(id, printed.subarray(at, at + Number(size)));
    at += Number(size) + 1;
  }
  return blobs;
}

function refOf(kind: Kind): string {
  return `${refs}${kind}/${randomUUID()}`;
}

function gone(): Failure {
  return failureOf("notFound", "The files of this question are not kept any more.");
}
