const leastRoom = 1024;

/**
 * The signatures of all vectors, in memory: 48 bytes for one of 384 dimensions, so that a million takes 52 MB with their
 * numbers. Finds those that differ least from another in one pass.
 */
export class SignatureTable {
  readonly #words: number;
  #bits: Uint32Array;
  #ids: Uint32Array;
  #distances = new Uint16Array(0);
  #size = 0;

  /**
   * @param dimensions of the vectors
   * @param expected how many there will be, so that a large table is not copied as it grows
   */
  constructor(dimensions: number, expected = 0) {
    this.#words = Math.ceil(dimensions / 32);
    const room = Math.max(leastRoom, Math.ceil(expected));
    this.#bits = new Uint32Array(room * this.#words);
    this.#ids = new Uint32Array(room);
  }

  get size(): number {
    return this.#size;
  }

  add(id: number, signature: Uint32Array): void {
    if (this.#size === this.#ids.length) this.#grow();
    this.#bits.set(signature.subarray(0, this.#words), this.#size * this.#words);
    this.#ids[this.#size] = id;
    this.#size++;
  }

  /** The numbers of the `count` signatures with the fewest bits that differ; in no order. */
  nearest(signature: Uint32Array, count: number): number[] {
    if (this.#size <= count) return [...this.#ids.subarray(0, this.#size)];
    const tally = this.#measure(signature);
    let limit = 0;
    for (let within = tally[0] ?? 0; within < count; within += tally[limit] ?? 0) limit++;
    const found: number[] = [];
    const atLimit: number[] = [];
    for (let index = 0; index < this.#size; index++) {
      const distance = this.#distances[index] ?? 0;
      if (distance < limit) found.push(this.#ids[index] ?? 0);
      else if (distance === limit) atLimit.push(this.#ids[index] ?? 0);
    }
    return [...found, ...atLimit.slice(0, count - found.length)];
  }

  /** Fills in every distance; answers how many there are of each. */
  #measure(signature: Uint32Array): Uint32Array {
    const words = this.#words;
    const bits = this.#bits;
    if (this.#distances.length < this.#size) this.#distances = new Uint16Array(this.#ids.length);
    const distances = this.#distances;
    const tally = new Uint32Array(words * 32 + 1);
    for (let index = 0, at = 0; index < this.#size; index++) {
      let distance = 0;
      for (let word = 0; word < words; word++, at++) {
        // The set bits of a word: in pairs, in fours, in bytes, and all four bytes by one multiplication.
        let differing = (bits[at] ?? 0) ^ (signature[word] ?? 0);
        differing -= (differing >>> 1) & 0x55555555;
        differing = (differing & 0x33333333) + ((differing >>> 2) & 0x33333333);
        differing = (differing + (differing >>> 4)) & 0x0f0f0f0f;
        distance += Math.imul(differing, 0x01010101) >>> 24;
      }
      distances[index] = distance;
      tally[distance] = (tally[distance] ?? 0) + 1;
    }
    return tally;
  }

  /** By a quarter: doubling would leave half of a large table empty. */
  #grow(): void {
    const room = Math.ceil(this.#ids.length * 1.25);
    const bits = new Uint32Array(room * this.#words);
    bits.set(this.#bits);
    this.#bits = bits;
    const ids = new Uint32Array(room);
    ids.set(this.#ids);
    this.#ids = ids;
  }
}
