import { spawnSync } from "node:child_process";
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { contentsOf, makeSmallBundle, runScript } from "./smallBundle.ts";
import { writeArchive } from "./writeArchive.ts";
import { writeUnpacker } from "./writeUnpacker.ts";

let root: string;
let home: string;
let carried: string;
const archive = "airlock-1.0.0-linux-x64.tar.gz";
const script = "airlock-1.0.0-linux-x64.install.sh";
const installed = () => join(home, ".local", "share", "airlock-app", "current");

beforeEach(async (context) => {
  context.skip(process.platform !== "linux" || process.arch !== "x64", "a bundle is for Linux on x64");
  root = mkdtempSync(join(tmpdir(), "airlock-bundle-"));
  home = join(root, "home");
  carried = join(root, "a stick");
  for (const folder of [home, carried]) mkdirSync(folder);
  const bundle = await makeSmallBundle(join(root, "airlock-1.0.0-linux-x64"), "1.0.0");
  const digest = await writeArchive(bundle, join(carried, archive));
  writeUnpacker(join(carried, archive), digest, bundle);
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const install = (options: readonly string[] = [], more: Partial<Parameters<typeof runScript>[2]> = {}) =>
  runScript(join(carried, script), options, { home, ...more });

test("the archive is compared, unpacked, installed, and nothing of it is left beside it", () => {
  const before = contentsOf(carried);
  const done = install();
  expect([done.status, done.error]).toEqual([0, ""]);
  expect(readFileSync(installed(), "utf8")).toMatch(/^1\.0\.0-[0-9a-f]{12}\n/);
  expect(contentsOf(carried)).toEqual(before);
  // What install.sh says and how it ends is passed on.
  expect(install(["--rollback"])).toMatchObject({
    status: 2,
    error: expect.stringMatching(/No earlier version is kept/),
  });
});

test("the same files give the same archive", async () => {
  const first = readFileSync(join(carried, archive));
  rmSync(join(root, "airlock-1.0.0-linux-x64"), { recursive: true });
  const again = await makeSmallBundle(join(root, "airlock-1.0.0-linux-x64"), "1.0.0");
  await writeArchive(again, join(carried, archive));
  expect(readFileSync(join(carried, archive)).equals(first)).toBe(true);
  const checked = spawnSync("sha256sum", ["-c", "airlock-1.0.0-linux-x64.sha256"], {
    cwd: carried,
    encoding: "utf8",
  });
  expect([checked.status, checked.stdout]).toEqual([0, `${archive}: OK\n${script}: OK\n`]);
});

test.each<readonly [string, (file: string) => void, RegExp]>([
  [
    "one changed byte",
    (file) => write(file, (bytes) => bytes.fill((bytes[700] ?? 0) ^ 1, 700, 701)),
    /is damaged or another one/,
  ],
  [
    "cut off",
    (file) => write(file, (bytes) => bytes.subarray(0, bytes.length - 20)),
    /is damaged or another one/,
  ],
  ["empty", (file) => writeFileSync(file, ""), /is damaged or another one/],
  ["not there", (file) => rmSync(file), /does not lie beside this script/],
])("an archive that is %s: one sentence, and nothing is made", (_name, harm, sentence) => {
  harm(join(carried, archive));
  const before = contentsOf(carried);
  const { status, error } = install();
  expect([status, error.split("\n").length]).toEqual([2, 2]);
  expect(error).toMatch(sentence);
  expect([contentsOf(carried), readdirSync(home)]).toEqual([before, []]);
});

test("from a medium that cannot be written it unpacks in TMPDIR, and leaves nothing there", () => {
  const temporary = join(root, "temporary");
  mkdirSync(temporary);
  chmodSync(root, 0o755);
  for (const folder of [home, temporary]) chmodSync(folder, 0o777);
  chmodSync(carried, 0o555);
  const before =
    process.getuid?.() === 0 ? ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] : [];
  const done = install([], { before, variables: { TMPDIR: temporary } });
  expect([done.status, done.error, readdirSync(temporary)]).toEqual([0, "", []]);
  expect(existsSync(installed())).toBe(true);
});

test("told to stop while it unpacks, it leaves nothing; what a killed one left is removed", () => {
  const programs = join(root, "programs");
  mkdirSync(programs);
  const stop = (signal: string) => {
    writeFileSync(
      join(programs, "tar"),
      `#!/bin/sh\n/usr/bin/env -i PATH=/usr/bin:/bin tar "$@"\nkill -${signal} $PPID\n`,
    );
    chmodSync(join(programs, "tar"), 0o755);
    return install([], { programs });
  };
  const left = () => readdirSync(carried).filter((name) => name.startsWith("."));
  stop("TERM");
  expect([left(), readdirSync(home)]).toEqual([[], []]);
  stop("KILL");
  expect([left().length, readdirSync(home)]).toEqual([1, []]);
  expect(install().status).toBe(0);
  expect(left()).toEqual([]);
});

test("too little room to unpack is said before it begins", () => {
  const programs = join(root, "programs");
  mkdirSync(programs);
  copyFileSync("/bin/true", join(programs, "df"));
  const done = install([], { programs });
  expect(done).toMatchObject({
    status: 2,
    error: expect.stringMatching(/Unpacking needs 1 MB in .* 0 MB are free/),
  });
  expect(readdirSync(home)).toEqual([]);
});

function write(file: string, change: (bytes: Buffer) => Uint8Array): void {
  writeFileSync(file, change(readFileSync(file)));
}
