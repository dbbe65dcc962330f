import { createCipheriv, randomBytes } from "node:crypto";

const ALGORITHM = "aes-128-gcm";

export function seal(records: string[], key: Buffer): string[] {
  return records.map((record) => {
    const nonce = randomBytes(12);
    const cipher = createCipheriv(ALGORITHM, key, nonce);
    const text = cipher.update(record, "utf8", "hex") + cipher.final("hex");
    return [nonce.toString("hex"), cipher.getAuthTag().toString("hex"), text].join(".");
  });
}

export const newKey = () => randomBytes(16);
