import { fail, ok, type Result } from "../../../core/base/result.ts";
import { type Failure, failureOf } from "../../../core/contract/failure.ts";
import type { IndexSource } from "../../../core/retrieval/indexStore.ts";
import { decodeText, isBinary } from "../files/textFormat.ts";
import type { GitAnswer } from "../git/gitService.ts";
import type { ChangedText, WorkspaceTexts } from "./assistantParts.ts";

/** What is asked of git; native/adapters/git answers. */
export interface GitChanges {
  bytesAt(revision: string, path: string, signal: AbortSignal): Promise<GitAnswer>;
  changedPaths(revisions: readonly [string, string] | undefined, signal: AbortSignal): Promise<GitAnswer>;
  untrackedPaths(signal: AbortSignal): Promise<GitAnswer>;
  workingDiff(signal: AbortSignal): Promise<GitAnswer>;
}

export interface WorkspaceReaderParts {
  /** Absolute. */
  readonly root: string;
  /** The workspace's own text files: not hidden, not ignored by git or .airlockignore. */
  readonly source: IndexSource;
  readonly git: GitChanges;
  readonly hasPackage: (name: string) => boolean;
}

type Listed = Result<{ readonly files: readonly string[]; readonly known: ReadonlySet<string> }, Failure>;

const mostChanged = 500;
/** A list stands for the questions of one moment; files that come later are seen with the next. Milliseconds. */
const listStands = 2000;
const revisionRange = /^([A-Za-z0-9_][\w./~^@{}-]*)\.\.([A-Za-z0-9_][\w./~^@{}-]*)$/;

/** Reads what an assistant may see of the workspace, and nothing that .airlockignore names. */
export class WorkspaceReader implements WorkspaceTexts {
  readonly root: string;
  readonly #parts: WorkspaceReaderParts;
  #listed: { readonly at: number; readonly listing: Promise<Listed> } | undefined;

  constructor(parts: WorkspaceReaderParts) {
    this.#parts = parts;
    this.root = parts.root;
  }

  hasPackage(name: string): boolean {
    return this.#parts.hasPackage(name);
  }

  async listFiles(signal: AbortSignal): Promise<Result<readonly string[], Failure>> {
    const listed = await this.#list(signal);
    return listed.ok ? ok(listed.value.files) : listed;
  }

  async readText(path: string): Promise<string | undefined> {
    const listed = await this.#list(new AbortController().signal);
    if (!listed.ok || !listed.value.known.has(path)) return undefined;
    const read = await this.#parts.source.read(path, undefined);
    return read.kind === "text" ? read.text : undefined;
  }

  /** One listing serves the questions of a moment; one that was cancelled or failed serves nobody else. */
  async #list(signal: AbortSignal): Promise<Listed> {
    const now = performance.now();
    if (this.#listed === undefined || now - this.#listed.at > listStands)
      this.#listed = { at: now, listing: this.#makeList(signal) };
    const own = this.#listed;
    const listed = await own.listing;
    if (!listed.ok && this.#listed === own) this.#listed = undefined;
    return listed;
  }

  async #makeList(signal: AbortSignal): Promise<Listed> {
    const files = await this.#parts.source.list(signal);
    return files.ok ? ok({ files: files.value, known: new Set(files.value) }) : files;
  }

  async diff(signal: AbortSignal): Promise<Result<string, Failure>> {
    const answer = await this.#parts.git.workingDiff(signal);
    return answer.kind === "answer" ? ok(decodeText(answer.bytes).text) : fail(noChanges(answer));
  }

  async changes(
    revisions: string | undefined,
    signal: AbortSignal,
  ): Promise<Result<readonly ChangedText[], Failure>> {
    const range = revisions === undefined ? undefined : revisionRange.exec(revisions);
    if (range === null)
      return fail(
        failureOf("invalidRequest", `"${revisions}" is no range of commits. Write it like main..HEAD.`),
      );
    const [from, to] = range === undefined ? ["HEAD", undefined] : [range[1] ?? "", range[2] ?? ""];
    const changed = await this.#parts.git.changedPaths(to === undefined ? undefined : [from, to], signal);
    if (changed.kind !== "answer") return fail(noChanges(changed));
    const untracked = to === undefined ? await this.#parts.git.untrackedPaths(signal) : undefined;
    const paths = [...pathsOf(changed), ...(untracked?.kind === "answer" ? pathsOf(untracked) : [])];
    const texts: ChangedText[] = [];
    for (const path of paths.slice(0, mostChanged)) {
      const before = await this.#textAt(from, path, signal);
      const after =
        to === undefined ? ((await this.readText(path)) ?? "") : await this.#textAt(to, path, signal);
      if (before !== after) texts.push({ path, before, after });
    }
    return ok(texts);
  }

  /** "" where it is not there, or no text. */
  async #textAt(revision: string, path: string, signal: AbortSignal): Promise<string> {
    const answer = await this.#parts.git.bytesAt(revision, path, signal);
    return answer.kind === "answer" && !isBinary(answer.bytes) ? decodeText(answer.bytes).text : "";
  }
}

function pathsOf(answer: Extract<GitAnswer, { kind: "answer" }>): readonly string[] {
  return answer.bytes
    .toString("utf8")
    .split("\0")
    .filter((path) => path !== "");
}

function noChanges(answer: Exclude<GitAnswer, { kind: "answer" }>): Failure {
  if (answer.kind === "missing")
    return failureOf("toolMissing", "git is not installed: name a file to be reviewed instead.");
  return failureOf(
    "unavailable",
    `git cannot say what changed: ${answer.message.split("\n")[0]}. Name a file instead.`,
  );
}
