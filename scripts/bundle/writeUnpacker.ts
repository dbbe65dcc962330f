import { createHash } from "node:crypto";
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { plainFiles } from "./carriedFiles.ts";

/**
 * Writes beside NAME.tar.gz: NAME.install.sh, which knows the archive's sha256, unpacks it and installs; and NAME.sha256 with
 * the checksums of both, which is what a person signs.
 */
export function writeUnpacker(archive: string, digest: string, packed: string): void {
  const values: Readonly<Record<string, string>> = {
    ARCHIVE: basename(archive),
    SHA256: digest,
    KILOBYTES: String(kilobytesOnDisk(packed)),
  };
  const text = readFileSync(join(import.meta.dirname, "unpack.sh"), "utf8").replaceAll(
    /@(ARCHIVE|SHA256|KILOBYTES)@/g,
    (_, name: string) => values[name] ?? "",
  );
  const script = archive.replace(/\.tar\.gz$/, ".install.sh");
  writeFileSync(script, text);
  const scriptDigest = createHash("sha256").update(text).digest("hex");
  writeFileSync(
    archive.replace(/\.tar\.gz$/, ".sha256"),
    `${digest}  ${basename(archive)}\n${scriptDigest}  ${basename(script)}\n`,
  );
}

/** In whole blocks, as a disk gives them. */
function kilobytesOnDisk(folder: string): number {
  return plainFiles(folder).reduce(
    (sum, file) => sum + Math.ceil(statSync(join(folder, file)).size / 4096) * 4,
    0,
  );
}
