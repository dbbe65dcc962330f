import { closeSync, existsSync, openSync, readSync, statSync } from "node:fs";

/** Of a SQLite database's write-ahead log, before it is opened. */
export type JournalState =
  /** Closed cleanly. */
  | "none"
  /** Left by a crash, or in use by another process: complete as far as its length can tell. */
  | "present"
  /** Its length is not that of a header and whole frames. */
  | "cut"
  /** The index beside it (`-shm`) is there, the log itself is not: a clean close removes both, a crash neither. */
  | "missing";

const looks = 4;
const lookAgainMs = 10;
const headerBytes = 32;
const frameHeaderBytes = 24;

/** A process at work writes a frame in two steps: what looks cut is looked at again before it is called so. */
export function journalState(file: string): JournalState {
  for (let look = 1; look < looks; look++) {
    const state = stateNow(file);
    if (state !== "cut") return state;
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, lookAgainMs);
  }
  return stateNow(file);
}

function stateNow(file: string): JournalState {
  const size = statSync(`${file}-wal`, { throwIfNoEntry: false })?.size;
  if (size === undefined) return existsSync(`${file}-shm`) ? "missing" : "none";
  if (size === 0) return "present";
  if (size < headerBytes) return "cut";
  const header = Buffer.alloc(headerBytes);
  const descriptor = openSync(`${file}-wal`, "r");
  try {
    readSync(descriptor, header, 0, headerBytes, 0);
  } finally {
    closeSync(descriptor);
  }
  const frame = header.readUInt32BE(8) + frameHeaderBytes;
  return (size - headerBytes) % frame === 0 ? "present" : "cut";
}
