import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import type { GateSubject } from "../contract/gate.ts";

/**
 * Names exactly this text in exactly this place: sha256, hex. Each part is preceded by its length, so that no
 * character can move from one part to the next unnoticed; UTF-16 units are hashed as they are, because two different
 * lone surrogates would be the same in UTF-8.
 */
export function subjectHash(subject: GateSubject): string {
  const hash = sha256.create();
  for (const part of [subject.language, subject.path, subject.before, subject.text, subject.after]) {
    const units = new Uint8Array(4 + part.length * 2);
    const view = new DataView(units.buffer);
    view.setUint32(0, part.length);
    for (let index = 0; index < part.length; index++) view.setUint16(4 + index * 2, part.charCodeAt(index));
    hash.update(units);
  }
  return bytesToHex(hash.digest());
}
