import { z } from "zod";

/*
 * One file, little-endian:
 *   8 bytes   "AIRLOCKF"
 *   u32       length of the whole file
 *   u32       checksum of all that follows (checksumOf)
 *   u32       length of the head, JSON as indexHead says, filled up with spaces to a multiple of four
 *   head
 *   u8[]      each file's licence, an index into head.licences; filled up to a multiple of four
 *   u32[]     where each block of 16 paths begins in the path bytes, and where the last one ends
 *   u8[]      paths, front-coded in their block: shared length, own length, own bytes; filled up to a multiple of four
 *   u32[]     the bit where each bucket begins in the entries, and where the last one ends
 *   u8[]      entries by bucket, bits from the low end of each byte: the hash's distance to the one before it in the
 *             bucket (Rice code), then the file's number (head.fileBits)
 * An entry's hash is the upper head.hashBits of a fingerprint's 32; its upper head.bucketBits are the bucket's number.
 */
export const magic = "AIRLOCKF";
export const fixedBytes = 20;
export const pathsInBlock = 16;

const bits = z.int().min(0).max(32);

export const indexHead = z.object({
  name: z.string(),
  /** Its code is the team's own: what stands here is never reported. */
  own: z.boolean(),
  /** ISO day on which it was built. */
  date: z.string(),
  parameters: z.object({
    gram: z.int().positive(),
    window: z.int().positive(),
    leastKinds: z.int().nonnegative(),
    leastTelling: z.int().nonnegative(),
  }),
  entries: z.int().nonnegative(),
  files: z.int().nonnegative(),
  lines: z.int().nonnegative(),
  /** SPDX expressions. */
  licences: z.array(z.string()).max(256),
  packages: z.array(z.object({ name: z.string(), files: z.int().positive() })),
  hashBits: bits,
  bucketBits: bits.max(24),
  riceBits: bits.max(24),
  fileBits: bits.max(24),
  pathBytes: z.int().nonnegative(),
  entryBytes: z.int().nonnegative(),
});
export type IndexHead = z.infer<typeof indexHead>;

export function padded(length: number): number {
  return (length + 3) & ~3;
}

/** Finds damage, not malice: whoever can write the installation's files can write the program too. */
export function checksumOf(words: Uint32Array): number {
  let sum = 0x811c9dc5;
  for (let at = 0; at < words.length; at++) {
    sum = Math.imul(sum ^ (words[at] ?? 0), 0x9e3779b1);
    sum ^= sum >>> 15;
  }
  return sum >>> 0;
}
