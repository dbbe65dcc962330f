import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { createWriteStream, renameSync, rmSync } from "node:fs";
import { basename, dirname } from "node:path";
import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";

/** 2000-01-01: any fixed time does, and no program complains of this one. */
const fixedTime = "@946684800";

/**
 * Packs a folder, under its own name, into FILE (.tar.gz). The same files give the same bytes: sorted names, one time, no
 * owner, modes 644 and 755. gzip, because every machine can read it.
 * @returns the archive's sha256
 */
export async function writeArchive(folder: string, file: string): Promise<string> {
  const draft = `${file}.draft`;
  const hash = createHash("sha256");
  const tar = spawn(
    "tar",
    [
      ...["--create", "--format=gnu", "--sort=name", `--mtime=${fixedTime}`, "--mode=u=rwX,go=rX"],
      ...["--owner=0", "--group=0", "--numeric-owner", "--directory", dirname(folder), basename(folder)],
    ],
    { stdio: ["ignore", "pipe", "inherit"], env: { PATH: process.env.PATH, LC_ALL: "C" } },
  );
  const ended = new Promise<void>((resolve, reject) => {
    tar.on("error", () => reject(new Error("GNU tar was not found; install the package tar.")));
    tar.on("close", (code) =>
      code === 0 ? resolve() : reject(new Error(`tar ended with ${code}; its message above says why.`)),
    );
  });
  const counted = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      done(undefined, chunk);
    },
  });
  try {
    await Promise.all([
      ended,
      pipeline(tar.stdout, createGzip({ level: 6 }), counted, createWriteStream(draft)),
    ]);
    const digest = hash.digest("hex");
    renameSync(draft, file);
    return digest;
  } finally {
    rmSync(draft, { force: true });
  }
}
