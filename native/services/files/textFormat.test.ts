import fc from "fast-check";
import { expect, test } from "vitest";
import { decodeText, encodeText, isBinary } from "./textFormat.ts";

function roundTrip(bytes: Buffer): Buffer {
  const { text, format } = decodeText(bytes);
  const encoded = encodeText(text, format);
  if (!encoded.ok) throw new Error(encoded.error.message);
  return encoded.value;
}

test("ADVERSARIAL 28: any bytes come back as they were", () => {
  const marks = [
    Buffer.alloc(0),
    Buffer.from([0xef, 0xbb, 0xbf]),
    Buffer.from([0xff, 0xfe]),
    Buffer.from([0xfe, 0xff]),
  ];
  const pieces = fc.oneof(
    fc.uint8Array({ maxLength: 20 }),
    fc
      .constantFrom("\r\n", "\n", "\r", "é", "日本", "😀", "\ud83d")
      .map((text) => Buffer.from(text, "utf16le")),
    fc.constantFrom("\r\n", "\n", "\r", "é", "日本", "😀", "\ufeff").map((text) => Buffer.from(text, "utf8")),
  );
  fc.assert(
    fc.property(fc.constantFrom(...marks), fc.array(pieces, { maxLength: 12 }), (mark, parts) => {
      const bytes = Buffer.concat([mark, ...parts]);
      expect(roundTrip(bytes).toString("hex")).toBe(bytes.toString("hex"));
    }),
    { numRuns: 3000 },
  );
});

test("ADVERSARIAL 28: one line of 50 MB keeps its bytes", () => {
  const bytes = Buffer.alloc(50 * 1024 * 1024, "0123456789 é");
  expect(roundTrip(bytes).equals(bytes)).toBe(true);
});

test("what a file is kept as is found from its bytes", () => {
  const formats = [
    [Buffer.from("a\r\nb\r\n"), "a\nb\n", { encoding: "utf8", bom: false, endOfLine: "\r\n" }],
    [Buffer.from("a\r\nb\n"), "a\r\nb\n", { encoding: "utf8", bom: false, endOfLine: "\n" }],
    [Buffer.from("\ufeffé"), "é", { encoding: "utf8", bom: true, endOfLine: "\n" }],
    [Buffer.from("\ufeffé\r\n", "utf16le"), "é\n", { encoding: "utf16le", bom: true, endOfLine: "\r\n" }],
    [Buffer.from("\ufeffé", "utf16le").swap16(), "é", { encoding: "utf16be", bom: true, endOfLine: "\n" }],
    [Buffer.from([0x61, 0xe9, 0x0a]), "aé\n", { encoding: "latin1", bom: false, endOfLine: "\n" }],
    [Buffer.alloc(0), "", { encoding: "utf8", bom: false, endOfLine: "\n" }],
  ] as const;
  for (const [bytes, text, format] of formats) expect(decodeText(bytes)).toEqual({ text, format });
});

test("a NUL early on is binary, except in marked UTF-16", () => {
  expect(isBinary(Buffer.from("a\0b"))).toBe(true);
  expect(isBinary(Buffer.from("\ufeffab", "utf16le"))).toBe(false);
  expect(isBinary(Buffer.concat([Buffer.alloc(8192, "a"), Buffer.from([0])]))).toBe(false);
});

test("text that the encoding cannot hold is refused, never replaced", () => {
  const code = (text: string, encoding: string): string | undefined => {
    const encoded = encodeText(text, { encoding, bom: false, endOfLine: "\n" });
    return encoded.ok ? undefined : encoded.error.code;
  };
  expect(code("日本", "latin1")).toBe("unsupportedEncoding");
  expect(code("\ud83d", "utf8")).toBe("unsupportedEncoding");
  expect(code("\ud83d", "utf-8")).toBe("unsupportedEncoding");
  expect(code("a", "klingon")).toBe("unsupportedEncoding");
  expect(code("日本", "shift_jis")).toBe(undefined);
});
