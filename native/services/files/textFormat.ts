import iconv from "iconv-lite";
import { fail, ok, type Result } from "../../../core/base/result.ts";
import { type Failure, failureOf } from "../../../core/contract/failure.ts";
import type { TextFormat } from "../../../core/contract/files.ts";

const byteOrderMarks = [
  { encoding: "utf8", mark: Buffer.from([0xef, 0xbb, 0xbf]) },
  { encoding: "utf16le", mark: Buffer.from([0xff, 0xfe]) },
  { encoding: "utf16be", mark: Buffer.from([0xfe, 0xff]) },
] as const;

const sniffedBytes = 8 * 1024;
/** Half of a surrogate pair: no Unicode encoding can hold it. */
const loneSurrogate = /\p{Surrogate}/u;

/** A NUL in the first 8 KiB, unless a byte order mark says UTF-16. */
export function isBinary(bytes: Buffer): boolean {
  if (markOf(bytes)?.encoding.startsWith("utf16")) return false;
  return bytes.subarray(0, sniffedBytes).includes(0);
}

/**
 * Reads text and how it is kept. Whatever the bytes, encoding the answer again gives the same bytes: what is not valid
 * in the encoding its mark claims, or in UTF-8, is read as latin1, which has a character for every byte.
 */
export function decodeText(bytes: Buffer): { readonly text: string; readonly format: TextFormat } {
  const mark = markOf(bytes);
  const body = mark === undefined ? bytes : bytes.subarray(mark.mark.length);
  const encoding = mark?.encoding ?? "utf8";
  const decoded = encoding === "utf8" ? decodeUtf8(body) : decodeUtf16(body, encoding);
  if (decoded === undefined) return withLineEnds(bytes.toString("latin1"), "latin1", false);
  return withLineEnds(decoded, encoding, mark !== undefined);
}

/** The bytes of `text` in `format`. Fails when the encoding is unknown or has no character for part of the text. */
export function encodeText(text: string, format: TextFormat): Result<Buffer, Failure> {
  if (!iconv.encodingExists(format.encoding))
    return fail(
      failureOf(
        "unsupportedEncoding",
        `Airlock does not know the encoding ${format.encoding}. Save as UTF-8.`,
      ),
    );
  const onDisk = format.endOfLine === "\r\n" ? text.replaceAll(/\r?\n/g, "\r\n") : text;
  const body = iconv.encode(onDisk, format.encoding, { addBOM: false });
  if (!isFaithful(onDisk, body, format.encoding))
    return fail(
      failureOf(
        "unsupportedEncoding",
        `The text has characters that ${format.encoding} cannot hold. Save as UTF-8; nothing was written.`,
      ),
    );
  return ok(format.bom ? Buffer.concat([markFor(format.encoding), body]) : body);
}

function markOf(bytes: Buffer): (typeof byteOrderMarks)[number] | undefined {
  return byteOrderMarks.find(({ mark }) => bytes.subarray(0, mark.length).equals(mark));
}

function markFor(encoding: string): Buffer {
  return iconv.encode("\uFEFF", encoding, { addBOM: false });
}

function decodeUtf8(body: Buffer): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(body);
  } catch {
    return undefined;
  }
}

function decodeUtf16(body: Buffer, encoding: "utf16le" | "utf16be"): string | undefined {
  if (body.length % 2 !== 0) return undefined;
  const littleEndian = encoding === "utf16le" ? body : Buffer.from(body).swap16();
  const text = littleEndian.toString("utf16le");
  return loneSurrogate.test(text) ? undefined : text;
}

/** Latin1 and UTF-8 are judged without decoding again, which for a large file would double the work. */
function isFaithful(text: string, body: Buffer, encoding: string): boolean {
  if (encoding === "utf8") return !loneSurrogate.test(text);
  return iconv.decode(body, encoding, { stripBOM: false }) === text;
}

/** "\r\n" becomes "\n" only when every line ends so; a file of mixed ends keeps each. */
function withLineEnds(
  text: string,
  encoding: string,
  bom: boolean,
): { readonly text: string; readonly format: TextFormat } {
  const pairs = count(text, "\r\n");
  const uniform = pairs > 0 && pairs === count(text, "\n") && pairs === count(text, "\r");
  return {
    text: uniform ? text.replaceAll("\r\n", "\n") : text,
    format: { encoding, bom, endOfLine: uniform ? "\r\n" : "\n" },
  };
}

function count(text: string, part: string): number {
  let found = 0;
  for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + part.length)) found += 1;
  return found;
}
