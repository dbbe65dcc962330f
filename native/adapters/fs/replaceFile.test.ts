import { execFileSync, spawnSync } from "node:child_process";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { etagOf } from "./diskFile.ts";
import { replaceSteps } from "./replaceFile.ts";
import { WorkspaceDisk } from "./workspaceDisk.ts";

let base: string;
let root: string;

beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), "airlock-replace-"));
  root = join(base, "ws");
  await mkdir(root);
});
afterEach(() => rm(base, { recursive: true, force: true }));

const killedAt = `
const { WorkspaceDisk } = await import(process.env.DISK_MODULE);
const opened = await WorkspaceDisk.open(process.env.DISK_ROOT, {
  dataFolder: process.env.DISK_ROOT,
  onStep: (step) => { if (step === process.env.DISK_STEP) process.kill(process.pid, "SIGKILL"); },
});
const text = Buffer.from(process.env.DISK_TEXT.repeat(100_000));
await opened.value.write("file", text, process.env.DISK_ETAG);
`;

test.each(replaceSteps)(
  "ADVERSARIAL 1: SIGKILL at the step %s leaves the file old or new, never half",
  async (step) => {
    const old = Buffer.from("old ".repeat(100_000));
    await writeFile(join(root, "file"), old);
    const child = spawnSync(process.execPath, ["--input-type=module", "-e", killedAt], {
      env: {
        ...process.env,
        DISK_MODULE: join(import.meta.dirname, "workspaceDisk.ts"),
        DISK_ROOT: root,
        DISK_STEP: step,
        DISK_TEXT: "new! ",
        DISK_ETAG: etagOf(old),
      },
    });
    expect([child.signal, child.stderr.toString()]).toEqual(["SIGKILL", expect.anything()]);
    const isNew = step === "renamed" || step === "folderSynced";
    const content = await readFile(join(root, "file"), "utf8");
    expect(content === (isNew ? "new! " : "old ").repeat(100_000)).toBe(true);

    // The next save takes away what the killed process left.
    const opened = await WorkspaceDisk.open(root, { dataFolder: base });
    if (!opened.ok) throw new Error(opened.error.message);
    const saved = await opened.value.write("file", Buffer.from("later"), etagOf(Buffer.from(content)));
    expect(saved.ok).toBe(true);
    expect(await readdir(root)).toEqual(["file"]);
  },
);

/** A real small disk where the machine lets us mount one. */
function mountSmallDisk(at: string): boolean {
  if (process.platform !== "linux" || process.getuid?.() !== 0) return false;
  return spawnSync("mount", ["-t", "tmpfs", "-o", "size=256k", "tmpfs", at]).status === 0;
}

test("ADVERSARIAL 4: a full disk on save leaves the original intact and says so", async (context) => {
  if (!mountSmallDisk(root)) context.skip("needs root, to mount a small disk");
  try {
    const old = Buffer.from("precious");
    await writeFile(join(root, "file"), old);
    const opened = await WorkspaceDisk.open(root, { dataFolder: base });
    if (!opened.ok) throw new Error(opened.error.message);
    const written = await opened.value.write("file", Buffer.alloc(1024 * 1024, "x"), etagOf(old));
    expect(written).toEqual({
      ok: false,
      error: {
        code: "diskFull",
        message: "The disk is full: file was left as it was. Free some space and save again.",
      },
    });
    expect(await readFile(join(root, "file"), "utf8")).toBe("precious");
    expect(await readdir(root)).toEqual(["file"]);
    expect((await opened.value.write("file", Buffer.from("fits"), etagOf(old))).ok).toBe(true);
  } finally {
    execFileSync("umount", [root]);
  }
});
