import { createCipheriv, randomBytes } from "node:crypto";

function algorithm(mode: "fast" | "strong"): string {
  switch (mode) {
    case "fast":
      return "chacha20-poly1305";
    case "strong":
      return "aes-256-gcm";
  }
}

export function protect(data: Buffer, key: Buffer) {
  const nonce = randomBytes(12);
  const cipher = createCipheriv(algorithm("strong"), key, nonce);
  return { nonce, data: Buffer.concat([cipher.update(data), cipher.final()]), id: randomBytes(4).toString("hex") };
}
