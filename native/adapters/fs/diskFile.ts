import { createHash } from "node:crypto";
import { constants } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { Refusal } from "./refusal.ts";

/** What is known of a file on disk without its text. */
export interface DiskState {
  readonly etag: string;
  readonly size: number;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** Differs as soon as the file was written, replaced or changed in mode; cheap to ask again. */
  readonly stamp: string;
}

export interface DiskFile extends DiskState {
  readonly bytes: Buffer;
}

const chunkSize = 1024 * 1024;

/**
 * Opens a plain file for reading and nothing else: O_NONBLOCK so that a FIFO without a writer does not hang the host,
 * O_NOFOLLOW so that a link put there meanwhile is refused.
 */
async function openPlain(at: string, path: string): Promise<FileHandle> {
  const handle = await open(
    at,
    constants.O_RDONLY | (constants.O_NONBLOCK ?? 0) | (constants.O_NOFOLLOW ?? 0),
  );
  const stat = await handle.stat();
  if (stat.isFile()) return handle;
  await handle.close();
  const what = stat.isDirectory() ? "a folder" : "a pipe, socket or device";
  throw new Refusal("notAFile", `${path} is ${what}, not a file that can be opened as text.`);
}

/** Reads a whole file of at most `limit` bytes; a larger one, or one that grows past it meanwhile, is refused as tooLarge. */
export async function readPlainFile(at: string, path: string, limit: number): Promise<DiskFile> {
  const handle = await openPlain(at, path);
  try {
    const { size } = await handle.stat();
    if (size > limit) throw tooLarge(path, size, limit);
    const chunks: Buffer[] = [];
    let total = 0;
    for (;;) {
      const buffer = Buffer.allocUnsafe(Math.max(Math.min(size + 1 - total, limit + 1), 64 * 1024));
      const { bytesRead } = await handle.read(buffer, 0, buffer.length);
      if (bytesRead === 0) break;
      total += bytesRead;
      if (total > limit) throw tooLarge(path, total, limit);
      chunks.push(buffer.subarray(0, bytesRead));
    }
    const bytes = chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks, total);
    return { bytes, ...(await stateOf(handle)), etag: etagOf(bytes), size: total };
  } finally {
    await handle.close();
  }
}

/** A file's etag and state, in bounded memory whatever its size. */
export async function readDiskState(at: string, path: string): Promise<DiskState> {
  const handle = await openPlain(at, path);
  try {
    const hash = createHash("sha256");
    const buffer = Buffer.allocUnsafe(chunkSize);
    let size = 0;
    for (;;) {
      const { bytesRead } = await handle.read(buffer, 0, chunkSize);
      if (bytesRead === 0) break;
      hash.update(buffer.subarray(0, bytesRead));
      size += bytesRead;
    }
    return { ...(await stateOf(handle)), etag: hash.digest("hex").slice(0, 32), size };
  } finally {
    await handle.close();
  }
}

/** The stamp alone: whether a file is still the one whose etag was taken. */
export async function readStamp(at: string, path: string): Promise<string> {
  const handle = await openPlain(at, path);
  try {
    return (await stateOf(handle)).stamp;
  } finally {
    await handle.close();
  }
}

/** The bytes' sha256, cut to 128 bits: it changes whenever they do, and only then. */
export function etagOf(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex").slice(0, 32);
}

async function stateOf(handle: FileHandle): Promise<Omit<DiskState, "etag" | "size">> {
  const stat = await handle.stat({ bigint: true });
  return {
    mode: Number(stat.mode),
    uid: Number(stat.uid),
    gid: Number(stat.gid),
    stamp: [stat.dev, stat.ino, stat.size, stat.mtimeNs, stat.ctimeNs].join(":"),
  };
}

function tooLarge(path: string, size: number, limit: number): Refusal {
  const mebibytes = (bytes: number): string => `${Math.ceil(bytes / 1024 / 1024)} MiB`;
  return new Refusal(
    "tooLarge",
    `${path} has ${mebibytes(size)}; files of up to ${mebibytes(limit)} can be opened as text. Use a terminal for this one.`,
  );
}
