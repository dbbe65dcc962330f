import { fail, ok, type Result } from "../../base/result.ts";
import {
  checksumOf,
  fixedBytes,
  type IndexHead,
  indexHead,
  magic,
  padded,
  pathsInBlock,
} from "./indexFormat.ts";

/** Where a fingerprint's code comes from. */
export interface Origin {
  readonly package: string;
  readonly file: string;
  readonly licence: string;
}

/** Reads the format of indexFormat.ts in place; nothing is unpacked but what is asked for. */
export class FingerprintIndex {
  readonly head: IndexHead;
  readonly #licences: Uint8Array;
  readonly #blocks: Uint32Array;
  readonly #paths: Uint8Array;
  readonly #buckets: Uint32Array;
  readonly #entries: Uint8Array;
  /** Number of the first file of each package. */
  readonly #firstFiles: Uint32Array;

  private constructor(head: IndexHead, bytes: Uint8Array<ArrayBuffer>, at: number) {
    this.head = head;
    let from = bytes.byteOffset + at;
    const section = (length: number): number => {
      from += padded(length);
      return from - padded(length);
    };
    const blocks = Math.ceil(head.files / pathsInBlock) + 1;
    this.#licences = new Uint8Array(bytes.buffer, section(head.files), head.files);
    this.#blocks = new Uint32Array(bytes.buffer, section(blocks * 4), blocks);
    this.#paths = new Uint8Array(bytes.buffer, section(head.pathBytes), head.pathBytes);
    const buckets = 2 ** head.bucketBits + 1;
    this.#buckets = new Uint32Array(bytes.buffer, section(buckets * 4), buckets);
    this.#entries = new Uint8Array(bytes.buffer, section(head.entryBytes), head.entryBytes);
    this.#firstFiles = new Uint32Array(head.packages.length);
    let files = 0;
    for (const [index, one] of head.packages.entries()) {
      this.#firstFiles[index] = files;
      files += one.files;
    }
  }

  /** @param bytes begins on a multiple of four in its buffer; the error says what is wrong with them */
  static open(bytes: Uint8Array<ArrayBuffer>): Result<FingerprintIndex, string> {
    if (bytes.length < fixedBytes || latin(bytes.subarray(0, magic.length)) !== magic)
      return fail("it is not a fingerprint index");
    if (bytes.byteOffset % 4 !== 0 || bytes.length % 4 !== 0) return fail("it is cut");
    const words = new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
    if (words[2] !== bytes.length) return fail(`it is cut: ${bytes.length} bytes of ${words[2]}`);
    if (words[3] !== checksumOf(words.subarray(4))) return fail("it is damaged: its checksum is another");
    const headLength = words[4] ?? 0;
    if (fixedBytes + headLength > bytes.length) return fail("its head is cut");
    const head = readHead(bytes.subarray(fixedBytes, fixedBytes + headLength));
    if (head === undefined) return fail("its head cannot be read");
    const at = fixedBytes + headLength;
    const sections = [
      head.files,
      (Math.ceil(head.files / pathsInBlock) + 1) * 4,
      head.pathBytes,
      (2 ** head.bucketBits + 1) * 4,
      head.entryBytes,
    ];
    const length = sections.reduce((sum, section) => sum + padded(section), at);
    const counted = head.packages.reduce((sum, one) => sum + one.files, 0);
    if (headLength % 4 !== 0 || length !== bytes.length || counted !== head.files)
      return fail("its head does not fit its length");
    const index = new FingerprintIndex(head, bytes, at);
    return index.#isOrdered() ? ok(index) : fail("its buckets are out of order");
  }

  /** Numbers of the files in which the fingerprint stands; almost always none or one. */
  filesOf(fingerprint: number): number[] {
    const { hashBits, bucketBits, riceBits, fileBits } = this.head;
    const restBits = hashBits - bucketBits;
    const hash = hashBits === 32 ? fingerprint : fingerprint >>> (32 - hashBits);
    const bucket = restBits === 32 ? 0 : hash >>> restBits;
    const wanted = restBits === 32 ? hash : hash & (2 ** restBits - 1);
    const bits = new BitReader(this.#entries, this.#buckets[bucket] ?? 0);
    const end = this.#buckets[bucket + 1] ?? 0;
    const files: number[] = [];
    let rest = 0;
    while (bits.at < end) {
      rest += bits.rice(riceBits);
      if (rest > wanted) break;
      const file = bits.take(fileBits);
      if (rest === wanted) files.push(file);
    }
    return files;
  }

  originOf(file: number): Origin {
    let low = 0;
    let high = this.#firstFiles.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#firstFiles[middle] ?? 0) <= file) low = middle;
      else high = middle - 1;
    }
    return {
      package: this.head.packages[low]?.name ?? "",
      file: this.#pathOf(file),
      licence: this.head.licences[this.#licences[file] ?? 0] ?? "",
    };
  }

  #pathOf(file: number): string {
    let at = this.#blocks[Math.floor(file / pathsInBlock)] ?? 0;
    let path = new Uint8Array(0);
    for (let step = file % pathsInBlock; step >= 0; step--) {
      const shared = this.#paths[at] ?? 0;
      const own = this.#paths[at + 1] ?? 0;
      const next = new Uint8Array(shared + own);
      next.set(path.subarray(0, shared));
      next.set(this.#paths.subarray(at + 2, at + 2 + own), shared);
      path = next;
      at += 2 + own;
    }
    return utf8(path);
  }

  #isOrdered(): boolean {
    let before = 0;
    for (const bit of this.#buckets) {
      if (bit < before) return false;
      before = bit;
    }
    return before <= this.head.entryBytes * 8;
  }
}

class BitReader {
  readonly #bytes: Uint8Array;
  at: number;

  constructor(bytes: Uint8Array, at: number) {
    this.#bytes = bytes;
    this.at = at;
  }

  /** At most 24 bits. */
  take(count: number): number {
    const value = this.#peek() & ((1 << count) - 1);
    this.at += count;
    return value;
  }

  /** Ones and a zero say the quotient, then `bits` bits the rest. */
  rice(bits: number): number {
    const end = this.#bytes.length * 8;
    let quotient = 0;
    while (this.at < end) {
      // Of the bits at hand, how many ones stand before the first zero; at least 25 of them are real.
      const zeros = ~this.#peek();
      const ones = zeros === 0 ? 25 : Math.min(25, 31 - Math.clz32(zeros & -zeros));
      quotient += ones;
      this.at += ones;
      if (ones < 25) break;
    }
    this.at++;
    return quotient * 2 ** bits + this.take(bits);
  }

  /** The next 25 bits or more, from the low end. */
  #peek(): number {
    const byte = this.at >>> 3;
    const bytes = this.#bytes;
    const four =
      (bytes[byte] ?? 0) |
      ((bytes[byte + 1] ?? 0) << 8) |
      ((bytes[byte + 2] ?? 0) << 16) |
      ((bytes[byte + 3] ?? 0) << 24);
    return four >>> (this.at & 7);
  }
}

function readHead(bytes: Uint8Array): IndexHead | undefined {
  try {
    const read = indexHead.safeParse(JSON.parse(utf8(bytes)));
    return read.success ? read.data : undefined;
  } catch {
    return undefined;
  }
}

function latin(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes);
}

/** core has no TextDecoder: percent-decoding reads UTF-8 as well. */
function utf8(bytes: Uint8Array): string {
  const escaped = Array.from(bytes, (byte) => `%${byte.toString(16).padStart(2, "0")}`).join("");
  try {
    return decodeURIComponent(escaped);
  } catch {
    return String.fromCharCode(...bytes);
  }
}
