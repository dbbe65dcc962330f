import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { parameters } from "../../../core/gate/licence/findCopies.ts";
import { FingerprintIndex } from "../../../core/gate/licence/fingerprintIndex.ts";

/** @throws with a sentence that says what to do, where the file cannot be read or is not whole */
export function readLicenceIndex(file: string, remedy: string): FingerprintIndex {
  const opened = FingerprintIndex.open(readWhole(file));
  if (!opened.ok) throw new Error(`${file} cannot be used: ${opened.error}. ${remedy}`);
  const { gram, window, leastKinds, leastTelling } = opened.value.head.parameters;
  const same =
    gram === parameters.gram &&
    window === parameters.window &&
    leastKinds === parameters.leastKinds &&
    leastTelling === parameters.leastTelling;
  if (!same) throw new Error(`${file} was built by another version. ${remedy}`);
  return opened.value;
}

/** Into a buffer of its own: the index reads words in place, and a pooled one need not lie on a word. */
function readWhole(file: string): Uint8Array<ArrayBuffer> {
  const handle = openSync(file, "r");
  try {
    const bytes = new Uint8Array(fstatSync(handle).size);
    let at = 0;
    while (at < bytes.length) {
      const read = readSync(handle, bytes, at, bytes.length - at, at);
      if (read === 0) break;
      at += read;
    }
    return bytes;
  } finally {
    closeSync(handle);
  }
}
