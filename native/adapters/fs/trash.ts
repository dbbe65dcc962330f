import { cp, mkdir, open, rename, rm, unlink } from "node:fs/promises";
import { basename, extname, join } from "node:path";
import { errnoOf, Refusal } from "./refusal.ts";

/**
 * Moves to the home trash as the freedesktop.org Trash specification 1.0 lays it out: files/NAME and info/NAME.trashinfo,
 * the info written first and with O_EXCL, which reserves the name. `at` is how the thing is reached, `original` its
 * absolute path for the restore. Answers where it lies now. Throws Node's errors; nothing is lost then.
 */
export async function moveToTrash(at: string, original: string, dataFolder: string): Promise<string> {
  if (process.platform !== "linux")
    throw new Refusal(
      "unavailable",
      "Airlock knows the trash of Linux only. Delete this in your file browser.",
    );
  const files = join(dataFolder, "Trash", "files");
  const info = join(dataFolder, "Trash", "info");
  await mkdir(files, { recursive: true, mode: 0o700 });
  await mkdir(info, { recursive: true, mode: 0o700 });
  const name = await reserveName(info, original);
  const target = join(files, name);
  try {
    await move(at, target);
  } catch (error) {
    await unlink(join(info, `${name}.trashinfo`)).catch(() => {});
    throw error;
  }
  return target;
}

async function reserveName(info: string, original: string): Promise<string> {
  const whole = basename(original);
  const extension = extname(whole);
  const stem = whole.slice(0, whole.length - extension.length);
  for (let attempt = 1; ; attempt += 1) {
    const name = attempt === 1 ? whole : `${stem}.${attempt}${extension}`;
    try {
      const handle = await open(join(info, `${name}.trashinfo`), "wx", 0o600);
      try {
        await handle.writeFile(trashInfo(original, new Date()));
        await handle.sync();
      } finally {
        await handle.close();
      }
      return name;
    } catch (error) {
      if (errnoOf(error) !== "EEXIST") throw error;
    }
  }
}

/** The path is percent-encoded as in a URI; the date is local time without a zone, as the specification has it. */
function trashInfo(original: string, now: Date): string {
  const path = original.split("/").map(encodeURIComponent).join("/");
  const local = new Date(now.getTime() - now.getTimezoneOffset() * 60_000);
  return `[Trash Info]\nPath=${path}\nDeletionDate=${local.toISOString().slice(0, 19)}\n`;
}

async function move(at: string, target: string): Promise<void> {
  try {
    await rename(at, target);
  } catch (error) {
    if (errnoOf(error) !== "EXDEV") throw error;
    await moveAcrossDisks(at, target);
  }
}

/** The original goes only after its copy is whole. */
async function moveAcrossDisks(at: string, target: string): Promise<void> {
  await copyWhole(at, target);
  await rm(at, { recursive: true });
}

/** Copies a file, folder or link to a name that is free; a copy that fails on the way is taken away again. */
export async function copyWhole(from: string, to: string): Promise<void> {
  try {
    await cp(from, to, {
      recursive: true,
      force: false,
      errorOnExist: true,
      preserveTimestamps: true,
      verbatimSymlinks: true,
    });
  } catch (error) {
    const code = errnoOf(error);
    if (code !== "EEXIST" && code !== "ERR_FS_CP_EEXIST") await rm(to, { recursive: true, force: true });
    throw error;
  }
}
