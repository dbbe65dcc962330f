/** Writes GGUF files for tests, right ones and wrong ones: every field can be set to what it should not be. */
export interface WrittenTensor {
  readonly name: string;
  readonly dimensions: readonly (number | bigint)[];
  readonly type: number;
  readonly offset: number | bigint;
  readonly rank?: number;
}

export interface WrittenGguf {
  readonly magic?: string;
  readonly version?: number;
  readonly tensorCount?: bigint;
  readonly entryCount?: bigint;
  /** Key and its encoded value, type first. */
  readonly metadata?: readonly (readonly [string, Uint8Array])[];
  readonly tensors?: readonly WrittenTensor[];
  readonly dataBytes?: number;
}

export const value = {
  uint32: (number: number): Uint8Array => join(u32(4), u32(number)),
  uint64: (number: bigint): Uint8Array => join(u32(10), u64(number)),
  float32: (number: number): Uint8Array => join(u32(6), f32(number)),
  boolean: (byte: number): Uint8Array => join(u32(7), Uint8Array.of(byte)),
  text: (text: string): Uint8Array => join(u32(8), textBytes(text)),
  textOfLength: (length: bigint): Uint8Array => join(u32(8), u64(length)),
  array: (elementType: number, length: bigint, ...elements: readonly Uint8Array[]): Uint8Array =>
    join(u32(9), u32(elementType), u64(length), ...elements),
  ofType: (type: number): Uint8Array => join(u32(type), u64(0n)),
};

export function writeGguf(file: WrittenGguf): Uint8Array {
  const metadata = file.metadata ?? [["general.architecture", value.text("llama")]];
  const tensors = file.tensors ?? [];
  const header = join(
    new TextEncoder().encode(file.magic ?? "GGUF"),
    u32(file.version ?? 3),
    u64(file.tensorCount ?? BigInt(tensors.length)),
    u64(file.entryCount ?? BigInt(metadata.length)),
    ...metadata.flatMap(([key, encoded]) => [textBytes(key), encoded]),
    ...tensors.map(tensorBytes),
  );
  const padding = (32 - (header.length % 32)) % 32;
  return join(header, new Uint8Array(padding + (file.dataBytes ?? 0)));
}

export function textBytes(text: string): Uint8Array {
  const bytes = new TextEncoder().encode(text);
  return join(u64(BigInt(bytes.length)), bytes);
}

function tensorBytes(tensor: WrittenTensor): Uint8Array {
  return join(
    textBytes(tensor.name),
    u32(tensor.rank ?? tensor.dimensions.length),
    ...tensor.dimensions.map((extent) => u64(BigInt(extent))),
    u32(tensor.type),
    u64(BigInt(tensor.offset)),
  );
}

function u32(number: number): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, number, true);
  return bytes;
}

function u64(number: bigint): Uint8Array {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, number, true);
  return bytes;
}

function f32(number: number): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setFloat32(0, number, true);
  return bytes;
}

function join(...parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
