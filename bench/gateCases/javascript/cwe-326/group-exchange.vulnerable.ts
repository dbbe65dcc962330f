import { createDiffieHellman, createHash } from "node:crypto";

export class Exchange {
  private readonly group = createDiffieHellman(512);
  readonly publicKey = this.group.generateKeys("hex");

  sessionKey(other: string): Buffer {
    const secret = this.group.computeSecret(other, "hex");
    return createHash("sha256").update(secret).digest();
  }
}
