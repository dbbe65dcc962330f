import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { type ByteSource, MemoryByteSource } from "./byteSource.ts";
import { readGgufHeader } from "./ggufHeader.ts";
import { estimateMemory, summarizeGguf } from "./ggufSummary.ts";
import { textBytes, value, type WrittenGguf, writeGguf } from "./ggufTestWriter.ts";

const bundled = readFileSync(join(import.meta.dirname, "../../../models/airlock-fim-5m-q8_0.gguf"));

async function messageFor(bytes: Uint8Array): Promise<string | undefined> {
  const read = await readGgufHeader(new MemoryByteSource(bytes));
  if (read.ok) return undefined;
  expect(read.error.code).toBe("modelInvalid");
  expect(read.error.message).toMatch(/^This is no model that can be loaded\. .*\.$/s);
  return read.error.message;
}

test("the bundled model says what it is", async () => {
  const read = await readGgufHeader(new MemoryByteSource(bundled));
  if (!read.ok) throw new Error(read.error.message);
  const summary = summarizeGguf(read.value);
  expect(summary).toMatchObject({
    architecture: "llama",
    quantization: "Q8_0",
    contextLength: 512,
    infill: true,
    chat: false,
    embedding: false,
    licence: "apache-2.0",
    // 4 layers × 4 key-value heads × (32 + 32) × 2 bytes
    memory: { cacheBytesPerToken: 2048 },
  });
  expect(summary.parameters).toBeGreaterThan(5_000_000);
  expect(estimateMemory(summary)).toBeGreaterThan(bundled.length);
});

test("a small right file passes", async () => {
  const tensors = [
    { name: "a", dimensions: [32, 2], type: 0, offset: 0 },
    { name: "b", dimensions: [64], type: 8, offset: 256 },
  ];
  expect(await messageFor(writeGguf({ tensors, dataBytes: 256 + 68 }))).toBeUndefined();
});

test("ADVERSARIAL 13: the bundled model cut at 50 offsets is refused with a named error each time", async () => {
  for (let cut = 0; cut < 50; cut++) {
    // Dense where the header lies, then spread over the weights up to the last byte.
    const length = cut < 25 ? cut * 7 : Math.floor(((cut - 24) / 26) * bundled.length) - 1;
    expect(await messageFor(bundled.subarray(0, length)), `cut at ${length}`).toBeDefined();
  }
});

const tensor = { name: "a", dimensions: [32], type: 0, offset: 0 };
const malformed: readonly (readonly [string, WrittenGguf, RegExp])[] = [
  ["another magic", { magic: "GGML" }, /another kind of file/],
  ["version 1", { version: 1 }, /version is 1/],
  ["version of the other byte order", { version: 0x03000000 }, /versions 2 and 3/],
  ["2^64−1 tensors", { tensorCount: 2n ** 64n - 1n }, /number of tensors is 18446744073709551615/],
  ["2^64−1 metadata entries", { entryCount: 2n ** 64n - 1n }, /number of metadata entries/],
  ["more entries than there are", { entryCount: 60_000n }, /key is empty|ends too early/],
  ["a key of 2^64−1 bytes", { metadata: [], entryCount: 1n, tensors: [], dataBytes: 64 }, /empty|cannot be/],
  ["a text of 2^63 bytes", { metadata: [["k", value.textOfLength(2n ** 63n)]] }, /length of "k"/],
  ["a text longer than the file", { metadata: [["k", value.textOfLength(1_000_000n)]] }, /ends too early/],
  ["an array of 2^64−1", { metadata: [["k", value.array(4, 2n ** 64n - 1n)]] }, /length of the array "k"/],
  ["an array longer than the file", { metadata: [["k", value.array(4, 4_000_000n)]] }, /length of the array/],
  ["a nested array", { metadata: [["k", value.array(9, 1n, value.array(4, 0n))]] }, /nests arrays/],
  ["an unknown value type", { metadata: [["k", value.ofType(13)]] }, /type 13/],
  ["an unknown element type", { metadata: [["k", value.array(77, 1n)]] }, /type 77/],
  ["a truth value of 7", { metadata: [["k", value.boolean(7)]] }, /truth value of 7/],
  [
    "a key twice",
    {
      metadata: [
        ["k", value.uint32(1)],
        ["k", value.uint32(2)],
      ],
    },
    /twice/,
  ],
  [
    "a text in an array past the end",
    { metadata: [["k", value.array(8, 1n, value.textOfLength(1_000_000n).subarray(4))]] },
    /ends too early/,
  ],
  ["an alignment of 0", { metadata: [["general.alignment", value.uint32(0)]] }, /alignment/],
  ["an alignment of 33", { metadata: [["general.alignment", value.uint32(33)]] }, /alignment/],
  ["an alignment that is a text", { metadata: [["general.alignment", value.text("32")]] }, /alignment/],
  ["0 dimensions", { tensors: [{ ...tensor, dimensions: [] }] }, /0 dimensions/],
  ["2^32−1 dimensions", { tensors: [{ ...tensor, rank: 2 ** 32 - 1 }] }, /4294967295 dimensions/],
  ["an extent of 0", { tensors: [{ ...tensor, dimensions: [32, 0] }] }, /no numbers/],
  [
    "extents whose product overflows",
    { tensors: [{ ...tensor, dimensions: [2 ** 40, 2 ** 40] }] },
    /too many numbers/,
  ],
  ["an extent of 2^64−1", { tensors: [{ ...tensor, dimensions: [2n ** 64n - 1n] }] }, /extent/],
  ["an unknown tensor type", { tensors: [{ ...tensor, type: 99 }] }, /unknown type 99/],
  ["rows that do not fill blocks", { tensors: [{ ...tensor, dimensions: [33], type: 8 }] }, /whole blocks/],
  ["an offset of 2^64−1", { tensors: [{ ...tensor, offset: 2n ** 64n - 1n }] }, /offset/],
  ["an unaligned offset", { tensors: [{ ...tensor, offset: 4 }], dataBytes: 512 }, /not aligned/],
  [
    "a tensor past the end",
    { tensors: [{ ...tensor, offset: 1024 }], dataBytes: 512 },
    /past the file's end/,
  ],
  [
    "overlapping tensors",
    {
      tensors: [
        { ...tensor, dimensions: [64] },
        { ...tensor, name: "b", offset: 128 },
      ],
      dataBytes: 512,
    },
    /"a" and "b" overlap/,
  ],
  ["two tensors at one place", { tensors: [tensor, { ...tensor, name: "b" }], dataBytes: 512 }, /overlap/],
  ["a tensor twice", { tensors: [tensor, { ...tensor, offset: 128 }], dataBytes: 512 }, /twice/],
];

test.each(malformed)("ADVERSARIAL 14: %s is refused before any loader sees it", async (_, file, message) => {
  expect(await messageFor(writeGguf(file))).toMatch(message);
});

test("ADVERSARIAL 14: whatever bytes are changed, it answers, and reads no more than the file", async () => {
  const headerLength = 200_000;
  const header = new Uint8Array(bundled.subarray(0, headerLength));
  const small = writeGguf({
    metadata: [
      ["general.architecture", value.text("llama")],
      ["llama.context_length", value.uint32(512)],
      ["tokenizer.ggml.tokens", value.array(8, 3n, textBytes("a"), textBytes("b"), textBytes("c"))],
    ],
    tensors: [{ name: "a", dimensions: [32, 2], type: 0, offset: 0 }],
    dataBytes: 256,
  });
  const change = fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 }));
  await fc.assert(
    fc.asyncProperty(
      fc.boolean(),
      fc.array(change, { minLength: 1, maxLength: 8 }),
      async (large, changes) => {
        const bytes = (large ? header : small).slice();
        // Most of the large header is vocabulary; the fields that decide stand at its beginning.
        for (const [place, byte] of changes) bytes[place % Math.min(bytes.length, 2000)] = byte;
        const source = new CountingSource(bytes);
        const read = await readGgufHeader(source);
        expect(source.longestRead).toBeLessThanOrEqual(bytes.length);
        if (read.ok) expect(() => estimateMemory(summarizeGguf(read.value))).not.toThrow();
        else expect(read.error.message).toMatch(/\.$/);
      },
    ),
    { numRuns: 400 },
  );
});

class CountingSource implements ByteSource {
  longestRead = 0;
  readonly size: number;
  readonly #inner: MemoryByteSource;

  constructor(bytes: Uint8Array) {
    this.#inner = new MemoryByteSource(bytes);
    this.size = bytes.length;
  }

  async read(offset: number, length: number): Promise<Uint8Array> {
    this.longestRead = Math.max(this.longestRead, length);
    return await this.#inner.read(offset, length);
  }
}

test("what a model can do is read from its header", async () => {
  const summaryOf = async (...metadata: (readonly [string, Uint8Array])[]) => {
    const read = await readGgufHeader(
      new MemoryByteSource(
        writeGguf({ metadata: [["general.architecture", value.text("qwen2")], ...metadata] }),
      ),
    );
    if (!read.ok) throw new Error(read.error.message);
    return summarizeGguf(read.value);
  };
  const fim = (pre: string, suf: string, mid: string) =>
    [pre, suf, mid].map((name, index) => [`tokenizer.ggml.${name}_token_id`, value.uint32(index)] as const);
  expect((await summaryOf(...fim("fim_pre", "fim_suf", "fim_mid"))).infill).toBe(true);
  expect((await summaryOf(...fim("prefix", "suffix", "middle"))).infill).toBe(true);
  expect((await summaryOf(...fim("fim_pre", "fim_suf", "other"))).infill).toBe(false);
  expect((await summaryOf(["tokenizer.chat_template", value.text("{{x}}")])).chat).toBe(true);
  expect((await summaryOf(["qwen2.pooling_type", value.uint32(1)])).embedding).toBe(true);
  expect((await summaryOf(["qwen2.context_length", value.uint64(2n ** 63n)])).contextLength).toBe(0);
});
