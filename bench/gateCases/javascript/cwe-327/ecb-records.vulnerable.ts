import { createCipheriv, randomBytes } from "node:crypto";

const ALGORITHM = "aes-128-ecb";

export function seal(records: string[], key: Buffer): string[] {
  return records.map((record) => {
    const cipher = createCipheriv(ALGORITHM, key, null);
    return cipher.update(record, "utf8", "hex") + cipher.final("hex");
  });
}

export const newKey = () => randomBytes(16);
