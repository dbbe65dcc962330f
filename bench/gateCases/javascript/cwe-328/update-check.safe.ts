import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { pipeline } from "node:stream/promises";

const ALGORITHM = "sha512";

export async function verifyUpdate(file: string, expected: string): Promise<boolean> {
  const hash = createHash(ALGORITHM);
  await pipeline(createReadStream(file), hash);
  return hash.digest("hex") === expected.toLowerCase();
}

const [, , file, checksum] = process.argv;
if (file && checksum && !(await verifyUpdate(file, checksum))) {
  process.exitCode = 1;
}
