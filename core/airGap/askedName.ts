const headerBytes = 12;
const escapes: Readonly<Record<string, number>> = {
  n: 10,
  t: 9,
  r: 13,
  v: 11,
  f: 12,
  b: 8,
  a: 7,
  "\\": 92,
  '"': 34,
};

/** The bytes of a string as strace prints it: C escapes, octal or hexadecimal. */
export function unescapeBytes(text: string): readonly number[] {
  return [...text.matchAll(/\\([0-7]{1,3})|\\x([0-9a-fA-F]{2})|\\(.)|([^\\])/gs)].map(
    ([, octal, hexadecimal, escaped, plain]) => {
      if (octal !== undefined) return Number.parseInt(octal, 8) & 0xff;
      if (hexadecimal !== undefined) return Number.parseInt(hexadecimal, 16);
      if (escaped !== undefined) return escapes[escaped] ?? escaped.charCodeAt(0);
      return (plain ?? "").charCodeAt(0) & 0xff;
    },
  );
}

/** The name that a DNS question asks for (RFC 1035, 4.1.2); undefined where the bytes are none, or were cut by the tracer. */
export function askedName(bytes: readonly number[]): string | undefined {
  const labels: string[] = [];
  let at = headerBytes;
  for (;;) {
    const length = bytes[at];
    if (length === undefined || length > 63) return undefined;
    if (length === 0) return labels.length === 0 ? undefined : labels.join(".");
    const label = bytes.slice(at + 1, at + 1 + length);
    if (label.length < length || label.some((byte) => byte < 0x21 || byte > 0x7e)) return undefined;
    labels.push(String.fromCharCode(...label));
    at += 1 + length;
  }
}
