import { createHash } from "node:crypto";
import { copyFileSync, createReadStream, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { plainFiles } from "./carriedFiles.ts";

/** Makes a folder what install.sh expects: its version, the installer, and last of all the checksum of every file. */
export async function sealPayload(folder: string, version: string): Promise<void> {
  writeFileSync(join(folder, "VERSION"), `${version}\n`);
  copyFileSync(join(import.meta.dirname, "install.sh"), join(folder, "install.sh"));
  const lines: string[] = [];
  for (const file of plainFiles(folder)) {
    if (file === "SHA256SUMS") continue;
    // sha256sum escapes such names, and nothing that we carry has one.
    if (/[\\\p{Cc}]/u.test(file)) throw new Error(`${JSON.stringify(file)} cannot be carried: rename it.`);
    lines.push(`${await sha256(join(folder, file))}  ${file}\n`);
  }
  writeFileSync(join(folder, "SHA256SUMS"), lines.join(""));
}

async function sha256(file: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(file), hash);
  return hash.digest("hex");
}
