import { createCipheriv, randomBytes } from "node:crypto";

function algorithm(mode: "fast" | "strong"): string {
  switch (mode) {
    case "fast":
      return "rc4";
    case "strong":
      return "aes-256-gcm";
  }
}

export function protect(data: Buffer, key: Buffer) {
  const cipher = createCipheriv(algorithm("fast"), key, "");
  return { data: Buffer.concat([cipher.update(data), cipher.final()]), id: randomBytes(4).toString("hex") };
}
