import { createHash } from "node:crypto";
import { chmodSync, constants, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { open, realpath } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, sep } from "node:path";
import { fail, ok, type Result } from "../../../core/base/result.ts";
import { workspacePath } from "../../../core/contract/common.ts";
import { type Failure, failureOf } from "../../../core/contract/failure.ts";
import type { Overlay, Scratch } from "../../services/run/sandbox.ts";

const mebibyte = 1024 * 1024;
/** A larger file is data, not code; a larger tree would make each run wait for its copy. */
const largestFile = 8 * mebibyte;
const largestTree = 256 * mebibyte;
const mostFiles = 20_000;

/** Never copied, whatever git ignores: what is installed there is mounted to be read, history is nobody's test. */
const leftOut = /(^|\/)(\.git|node_modules|\.venv|venv|__pycache__)(\/|$)/;

export type ListFiles = (signal: AbortSignal) => Promise<Result<readonly string[], Failure>>;

/**
 * Copies the files that git does not ignore into a folder of its own. Symbolic links are not copied and not followed,
 * so nothing from outside the workspace gets in. `list` names workspace paths.
 */
export async function copyWorkspace(
  root: string,
  list: ListFiles,
  signal: AbortSignal,
): Promise<Result<Scratch, Failure>> {
  const listed = await list(signal);
  if (!listed.ok) return listed;
  const folder = mkdtempSync(join(tmpdir(), "airlock-scratch-"));
  const copy = new ScratchCopy(folder);
  try {
    const realRoot = await realpath(root);
    for (const path of [...listed.value].sort()) {
      if (signal.aborted) {
        copy.dispose();
        return fail(failureOf("cancelled", "Cancelled."));
      }
      if (leftOut.test(path) || !workspacePath.safeParse(path).success) continue;
      const read = await readInside(realRoot, path);
      if (read !== undefined) copy.add(path, read);
    }
    return ok(copy.finish());
  } catch (error) {
    copy.dispose();
    return fail(
      failureOf(
        "unavailable",
        `The workspace could not be copied for the run: ${error instanceof Error ? error.message : String(error)}.`,
      ),
    );
  }
}

interface ReadFile {
  readonly bytes: Buffer | "too large";
  readonly executable: boolean;
}

/** undefined for anything but a plain file that really lies in the workspace. */
async function readInside(realRoot: string, path: string): Promise<ReadFile | undefined> {
  try {
    const parent = await realpath(dirname(join(realRoot, path)));
    if (parent !== realRoot && !parent.startsWith(realRoot + sep)) return undefined;
    const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
    const file = await open(join(realRoot, path), flags);
    try {
      const state = await file.stat();
      if (!state.isFile()) return undefined;
      const executable = (state.mode & 0o100) !== 0;
      return { bytes: state.size > largestFile ? "too large" : await file.readFile(), executable };
    } finally {
      await file.close();
    }
  } catch {
    return undefined;
  }
}

class ScratchCopy implements Scratch {
  readonly folder: string;
  readonly files = new Set<string>();
  readonly notCopied: string[] = [];
  digest = "";
  readonly #hash = createHash("sha256");
  #bytes = 0;
  #layers = 0;
  readonly #holder: string;

  constructor(holder: string) {
    this.#holder = holder;
    this.folder = this.#newFolder("base");
  }

  add(path: string, { bytes, executable }: ReadFile): void {
    const size = bytes === "too large" ? Number.POSITIVE_INFINITY : bytes.length;
    if (bytes === "too large" || this.files.size >= mostFiles || this.#bytes + size > largestTree) {
      if (this.notCopied.length < 100) this.notCopied.push(path);
      return;
    }
    this.#bytes += size;
    this.files.add(path);
    this.#hash.update(`${path}\0${size}\0`).update(bytes);
    writeInto(this.folder, path, bytes, executable);
  }

  finish(): this {
    this.digest = this.#hash.digest("hex");
    return this;
  }

  read(path: string): string | undefined {
    return this.files.has(path) ? readFileSync(join(this.folder, path), "utf8") : undefined;
  }

  async layer(overlays: readonly Overlay[]): Promise<Result<string, Failure>> {
    this.#layers += 1;
    const folder = this.#newFolder(`layer${this.#layers}`);
    for (const { path, text } of overlays) {
      if (!workspacePath.safeParse(path).success || path === "" || leftOut.test(path))
        return fail(
          failureOf("invalidPath", `${path} cannot be part of a run. Name a file of the workspace.`),
        );
      writeInto(folder, path, text, false);
    }
    return ok(folder);
  }

  dispose(): void {
    rmSync(this.#holder, { recursive: true, force: true });
  }

  /** Readable for the nobody that a sandbox runs as; the folder around it is ours alone. */
  #newFolder(name: string): string {
    const folder = join(this.#holder, name);
    mkdirSync(folder);
    chmodSync(folder, 0o755);
    return folder;
  }
}

function writeInto(folder: string, path: string, content: string | Buffer, executable: boolean): void {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
  chmodSync(file, executable ? 0o755 : 0o644);
}
