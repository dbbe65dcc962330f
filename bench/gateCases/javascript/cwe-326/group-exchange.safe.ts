import { createHash, getDiffieHellman } from "node:crypto";

export class Exchange {
  private readonly group = getDiffieHellman("modp16");
  readonly publicKey = this.group.generateKeys("hex");

  sessionKey(other: string): Buffer {
    const secret = this.group.computeSecret(other, "hex");
    return createHash("sha256").update(secret).digest();
  }
}
