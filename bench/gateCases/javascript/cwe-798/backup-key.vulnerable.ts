import { createCipheriv, randomBytes } from "node:crypto";

const key = Buffer.from("9f3c1be2a47d5508c6e1f0937a2bd84e55c07a19e3d2648fb1a09c7de4536f12", "hex");

export function encryptBackup(data: Buffer): Buffer {
  const nonce = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", key, nonce);
  const body = Buffer.concat([cipher.update(data), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), body]);
}
