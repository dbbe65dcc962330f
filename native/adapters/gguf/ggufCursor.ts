import type { ByteSource } from "./byteSource.ts";

/** What is wrong with a file, in one sentence. Thrown inside the parser only, which turns it into a Result. */
export class GgufProblem extends Error {}

const chunkBytes = 256 * 1024;

/**
 * Reads little-endian values forward, a chunk at a time. Every read is held against the file's length before a byte is
 * taken, so that a length field can never make it allocate more than the file holds.
 */
export class GgufCursor {
  readonly #source: ByteSource;
  #chunk: DataView = new DataView(new ArrayBuffer(0));
  #chunkStart = 0;
  #offset = 0;

  constructor(source: ByteSource) {
    this.#source = source;
  }

  get offset(): number {
    return this.#offset;
  }

  get remaining(): number {
    return this.#source.size - this.#offset;
  }

  async uint8(): Promise<number> {
    const at = this.#loaded(1) ?? (await this.#load(1));
    return this.#chunk.getUint8(at);
  }

  async int8(): Promise<number> {
    const at = this.#loaded(1) ?? (await this.#load(1));
    return this.#chunk.getInt8(at);
  }

  async uint16(): Promise<number> {
    const at = this.#loaded(2) ?? (await this.#load(2));
    return this.#chunk.getUint16(at, true);
  }

  async int16(): Promise<number> {
    const at = this.#loaded(2) ?? (await this.#load(2));
    return this.#chunk.getInt16(at, true);
  }

  async uint32(): Promise<number> {
    const at = this.#loaded(4) ?? (await this.#load(4));
    return this.#chunk.getUint32(at, true);
  }

  async int32(): Promise<number> {
    const at = this.#loaded(4) ?? (await this.#load(4));
    return this.#chunk.getInt32(at, true);
  }

  async float32(): Promise<number> {
    const at = this.#loaded(4) ?? (await this.#load(4));
    return this.#chunk.getFloat32(at, true);
  }

  async float64(): Promise<number> {
    const at = this.#loaded(8) ?? (await this.#load(8));
    return this.#chunk.getFloat64(at, true);
  }

  async int64(): Promise<bigint> {
    const at = this.#loaded(8) ?? (await this.#load(8));
    return this.#chunk.getBigInt64(at, true);
  }

  async uint64(): Promise<bigint> {
    const at = this.#loaded(8) ?? (await this.#load(8));
    return this.#chunk.getBigUint64(at, true);
  }

  /** A count or length that has to make sense in this file: at most `most`. */
  async count(most: number, what: string): Promise<number> {
    const value = await this.uint64();
    if (value > BigInt(most)) throw new GgufProblem(`${what} is ${value}, more than ${most} cannot be.`);
    return Number(value);
  }

  async bytes(length: number): Promise<Uint8Array> {
    if (length > this.remaining) throw endsTooEarly(this.#source.size);
    if (length <= chunkBytes) {
      const at = this.#loaded(length) ?? (await this.#load(length));
      return new Uint8Array(this.#chunk.buffer, this.#chunk.byteOffset + at, length).slice();
    }
    const taken = await this.#source.read(this.#offset, length);
    if (taken.length < length) throw endsTooEarly(this.#source.size);
    this.#offset += length;
    return taken;
  }

  skip(length: number): void {
    if (length > this.remaining) throw endsTooEarly(this.#source.size);
    this.#offset += length;
  }

  /** Place in the chunk when it is there already; moves on. */
  #loaded(length: number): number | undefined {
    const at = this.#offset - this.#chunkStart;
    if (at < 0 || at + length > this.#chunk.byteLength) return undefined;
    this.#offset += length;
    return at;
  }

  async #load(length: number): Promise<number> {
    if (length > this.remaining) throw endsTooEarly(this.#source.size);
    const bytes = await this.#source.read(this.#offset, Math.min(chunkBytes, this.remaining));
    if (bytes.length < length) throw endsTooEarly(this.#source.size);
    this.#chunk = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#chunkStart = this.#offset;
    this.#offset += length;
    return 0;
  }
}

function endsTooEarly(size: number): GgufProblem {
  return new GgufProblem(`The file ends too early: it has ${size} bytes, and its header names more.`);
}
