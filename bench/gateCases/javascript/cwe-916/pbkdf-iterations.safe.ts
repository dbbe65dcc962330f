import { pbkdf2, randomBytes } from "node:crypto";
import { promisify } from "node:util";

const derive = promisify(pbkdf2);

export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const iterations = 600_000;
  const key = await derive(password, salt, iterations, 32, "sha256");
  return [iterations, salt.toString("base64"), key.toString("base64")].join("$");
}
