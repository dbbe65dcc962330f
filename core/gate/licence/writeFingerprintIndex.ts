import { checksumOf, fixedBytes, type IndexHead, magic, padded, pathsInBlock } from "./indexFormat.ts";

export interface IndexedFile {
  readonly package: string;
  readonly path: string;
  readonly licence: string;
}

export interface IndexContent extends Pick<IndexHead, "name" | "own" | "date" | "parameters" | "lines"> {
  /** Files of one package stand together. */
  readonly files: readonly IndexedFile[];
  /** Parallel arrays, in any order: a 32-bit fingerprint, and the number of a file it stands in. */
  readonly hashes: Uint32Array;
  readonly owners: Uint32Array;
}

const entriesInBucket = 48;

/** @param hashBits how much of each hash is kept: two bits less make four times as many chance hits, and save two bits an entry */
export function writeFingerprintIndex(content: IndexContent, hashBits = 30): Uint8Array<ArrayBuffer> {
  const { files, hashes, owners } = content;
  const order = sortedByHash(hashes);
  const bucketBits = Math.max(
    0,
    Math.min(20, hashBits, Math.floor(Math.log2(hashes.length / entriesInBucket))),
  );
  const fileBits = Math.max(1, Math.ceil(Math.log2(files.length + 1)));
  const restBits = hashBits - bucketBits;
  // The mean distance within a bucket, times ln 2, is the best power of two for a Rice code.
  const mean = (2 ** restBits * 2 ** bucketBits) / Math.max(1, hashes.length);
  const riceBits = Math.max(0, Math.min(24, Math.round(Math.log2(mean * Math.LN2))));
  const buckets = new Uint32Array(2 ** bucketBits + 1);
  const bits = new BitWriter();
  let bucket = 0;
  let before = 0;
  for (const at of order) {
    const hash = (hashes[at] ?? 0) >>> (32 - hashBits);
    const home = restBits === 32 ? 0 : hash >>> restBits;
    for (; bucket < home; before = 0) buckets[++bucket] = bits.length;
    const rest = restBits === 32 ? hash : hash & (2 ** restBits - 1);
    bits.rice(rest - before, riceBits);
    bits.put(owners[at] ?? 0, fileBits);
    before = rest;
  }
  while (bucket < 2 ** bucketBits) buckets[++bucket] = bits.length;

  const licences = [...new Set(files.map((file) => file.licence))];
  const { blocks, paths } = frontCoded(files);
  const entries = bits.bytes();
  const head: IndexHead = {
    name: content.name,
    own: content.own,
    date: content.date,
    parameters: content.parameters,
    entries: hashes.length,
    files: files.length,
    lines: content.lines,
    licences,
    packages: packagesOf(files),
    hashBits,
    bucketBits,
    riceBits,
    fileBits,
    pathBytes: paths.length,
    entryBytes: entries.length,
  };
  const headBytes = utf8(JSON.stringify(head));
  const numbers = new Map(licences.map((licence, index) => [licence, index]));
  return assembled(headBytes, [
    Uint8Array.from(files, (file) => numbers.get(file.licence) ?? 0),
    new Uint8Array(blocks.buffer),
    paths,
    new Uint8Array(buckets.buffer),
    entries,
  ]);
}

function assembled(head: Uint8Array, sections: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const headLength = padded(head.length);
  const length = sections.reduce((sum, section) => sum + padded(section.length), fixedBytes + headLength);
  const bytes = new Uint8Array(length);
  const words = new Uint32Array(bytes.buffer);
  bytes.set(utf8(magic));
  words[2] = length;
  words[4] = headLength;
  bytes.fill(32, fixedBytes, fixedBytes + headLength);
  bytes.set(head, fixedBytes);
  let at = fixedBytes + headLength;
  for (const section of sections) {
    bytes.set(section, at);
    at += padded(section.length);
  }
  words[3] = checksumOf(words.subarray(4));
  return bytes;
}

/** Radix sort: an index has millions of entries, and a comparing sort takes minutes of them. */
function sortedByHash(hashes: Uint32Array): Uint32Array {
  let order = Uint32Array.from(hashes, (_, index) => index);
  let other = new Uint32Array(hashes.length);
  for (const shift of [0, 16]) {
    const places = new Uint32Array(65_537);
    for (const hash of hashes)
      places[((hash >>> shift) & 0xffff) + 1] = (places[((hash >>> shift) & 0xffff) + 1] ?? 0) + 1;
    for (let at = 0; at < 65_536; at++) places[at + 1] = (places[at + 1] ?? 0) + (places[at] ?? 0);
    for (const index of order) {
      const digit = ((hashes[index] ?? 0) >>> shift) & 0xffff;
      const place = places[digit] ?? 0;
      other[place] = index;
      places[digit] = place + 1;
    }
    [order, other] = [other, order];
  }
  return order;
}

function packagesOf(files: readonly IndexedFile[]): { name: string; files: number }[] {
  const packages: { name: string; files: number }[] = [];
  for (const file of files) {
    const last = packages.at(-1);
    if (last?.name === file.package) last.files++;
    else packages.push({ name: file.package, files: 1 });
  }
  return packages;
}

/** A path of more than 255 bytes keeps its end, which says most. */
function frontCoded(files: readonly IndexedFile[]): { blocks: Uint32Array<ArrayBuffer>; paths: Uint8Array } {
  const blocks = new Uint32Array(Math.ceil(files.length / pathsInBlock) + 1);
  const bytes: number[] = [];
  let before: Uint8Array = new Uint8Array(0);
  for (const [index, file] of files.entries()) {
    if (index % pathsInBlock === 0) {
      blocks[index / pathsInBlock] = bytes.length;
      before = new Uint8Array(0);
    }
    const path = utf8(file.path).slice(-255);
    let shared = 0;
    while (shared < path.length && path[shared] === before[shared]) shared++;
    bytes.push(shared, path.length - shared, ...path.subarray(shared));
    before = path;
  }
  blocks[blocks.length - 1] = bytes.length;
  return { blocks, paths: Uint8Array.from(bytes) };
}

function utf8(text: string): Uint8Array {
  const escaped = encodeURIComponent(text.replace(/\p{Surrogate}/gu, "\ufffd"));
  const bytes = escaped.match(/%[0-9A-F]{2}|[\s\S]/g) ?? [];
  return Uint8Array.from(bytes, (one) =>
    one.length === 3 ? Number.parseInt(one.slice(1), 16) : one.charCodeAt(0),
  );
}

class BitWriter {
  #bytes = new Uint8Array(1 << 16);
  length = 0;

  put(value: number, count: number): void {
    this.#reserve(count);
    for (let bit = 0; bit < count; bit++, this.length++) if ((value >>> bit) & 1) this.#set();
  }

  rice(value: number, bits: number): void {
    const quotient = Math.floor(value / 2 ** bits);
    this.#reserve(quotient + 1);
    for (let one = 0; one < quotient; one++, this.length++) this.#set();
    this.length++;
    this.put(value % 2 ** bits, bits);
  }

  bytes(): Uint8Array {
    return this.#bytes.slice(0, Math.ceil(this.length / 8));
  }

  #set(): void {
    this.#bytes[this.length >>> 3] = (this.#bytes[this.length >>> 3] ?? 0) | (1 << (this.length & 7));
  }

  #reserve(bits: number): void {
    const needed = Math.ceil((this.length + bits) / 8) + 4;
    if (needed <= this.#bytes.length) return;
    const larger = new Uint8Array(Math.max(needed, this.#bytes.length * 2));
    larger.set(this.#bytes);
    this.#bytes = larger;
  }
}
