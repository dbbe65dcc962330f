import { createCipheriv, randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";

const key = readFileSync("/run/secrets/backup-key");

export function encryptBackup(data: Buffer): Buffer {
  const nonce = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", key, nonce);
  const body = Buffer.concat([cipher.update(data), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), body]);
}
