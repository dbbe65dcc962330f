/** A vector in a quarter of its size: each part as a whole number from -127 to 127, and what one of them stands for. */
export interface QuantizedVector {
  readonly scale: number;
  readonly parts: Int8Array;
}

export function quantize(vector: Float32Array): QuantizedVector {
  let largest = 0;
  for (const part of vector) largest = Math.max(largest, Math.abs(part));
  const scale = largest / 127;
  const parts = new Int8Array(vector.length);
  if (scale > 0)
    for (let index = 0; index < vector.length; index++)
      parts[index] = Math.round((vector[index] ?? 0) / scale);
  return { scale, parts };
}

/** The inner product: the cosine, for vectors of length 1. */
export function similarity(query: Float32Array, { scale, parts }: QuantizedVector): number {
  let sum = 0;
  for (let index = 0; index < parts.length; index++) sum += (query[index] ?? 0) * (parts[index] ?? 0);
  return sum * scale;
}

/** One bit for each part, set where it is positive: vectors that point the same way agree in most of them. */
export function signatureOf(vector: Float32Array): Uint32Array<ArrayBuffer> {
  const bits = new Uint32Array(Math.ceil(vector.length / 32));
  for (let index = 0; index < vector.length; index++)
    if ((vector[index] ?? 0) > 0) bits[index >> 5] = (bits[index >> 5] ?? 0) | (1 << (index & 31));
  return bits;
}
