import { spawnSync } from "node:child_process";
import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { contentsOf, type Ended, makeSmallBundle, runScript } from "./smallBundle.ts";

let root: string;
let home: string;
let prefix: string;
const asRoot = process.getuid?.() === 0;
const linux = process.platform === "linux" && process.arch === "x64";

beforeEach((context) => {
  context.skip(!linux, "a bundle is for Linux on x64");
  root = mkdtempSync(join(tmpdir(), "airlock-bundle-"));
  home = join(root, "home");
  mkdirSync(home);
  prefix = join(root, 'it\'s "installed" here');
});
afterEach(() => {
  spawnSync("umount", [join(root, "small")]);
  rmSync(root, { recursive: true, force: true });
});

const bundle = (version: string, doctor?: string) => makeSmallBundle(join(root, version), version, doctor);
const install = (from: string, ...options: string[]): Ended =>
  runScript(join(from, "install.sh"), ["--prefix", prefix, ...options], { home });
const installed = () =>
  spawnSync(join(prefix, "bin", "airlock"), ["--version"], { encoding: "utf8" }).stdout.trim();

/** Refused with this one sentence, and nothing is otherwise than before. */
function expectRefusal(
  { status, error }: Ended,
  sentence: RegExp,
  before: ReturnType<typeof contentsOf>,
): void {
  expect([status, error.trimEnd().split("\n").length]).toEqual([2, 1]);
  expect(error).toMatch(/^airlock: \S.*\.\n$/);
  expect(error).toMatch(sentence);
  expect(contentsOf(prefix)).toEqual(before);
}

test("installs into a folder with an odd name, having tried the program in a home of its own", async () => {
  const seen = join(root, "seen");
  const one = await bundle("1.0.0", `echo "$AIRLOCK_HOME" >> '${seen}'; echo '✓ all: fine'`);
  const done = install(one);
  expect([done.status, done.error]).toEqual([0, ""]);
  expect(done.out).toContain("Airlock 1.0.0 is installed in");
  expect(installed()).toBe("1.0.0");
  const [tried, used] = readFileSync(seen, "utf8").split("\n");
  expect([tried?.startsWith(join(prefix, "versions", ".draft.")), used]).toEqual([true, ""]);
  expect(readdirSync(prefix).sort()).toEqual([
    ".airlock-install",
    "bin",
    "current",
    "install.sh",
    "versions",
  ]);
  expect(readdirSync(join(prefix, "versions")).length).toBe(1);
  // A second time there is nothing to do, and the bundle can be gone.
  const before = contentsOf(prefix);
  expect(install(one).out).toContain("is there already, and whole");
  expect(contentsOf(prefix)).toEqual(before);
  rmSync(one, { recursive: true });
  expect(installed()).toBe("1.0.0");
});

const damage: readonly (readonly [string, (folder: string) => void, RegExp])[] = [
  [
    "one changed byte",
    (folder) => flip(join(folder, "app/models/large model.gguf")),
    /large model\.gguf is damaged/,
  ],
  [
    "a changed byte in the checksums",
    (folder) => flip(join(folder, "SHA256SUMS"), 3),
    /is damaged|SHA256SUMS is damaged/,
  ],
  [
    "a changed name in the checksums",
    (folder) => flip(join(folder, "SHA256SUMS"), 67),
    /is no part of Airlock's bundle|is missing/,
  ],
  ["checksums cut off", (folder) => cut(join(folder, "SHA256SUMS"), 100), /SHA256SUMS is damaged|is no part/],
  ["no checksums", (folder) => rmSync(join(folder, "SHA256SUMS")), /not an unpacked bundle/],
  ["empty checksums", (folder) => writeFileSync(join(folder, "SHA256SUMS"), ""), /SHA256SUMS is missing/],
  ["a missing file", (folder) => rmSync(join(folder, "NOTICE")), /NOTICE is missing/],
  ["a truncated file", (folder) => cut(join(folder, "app/models/large model.gguf"), 1000), /is damaged/],
  [
    "a file too many",
    (folder) => writeFileSync(join(folder, "app", "\u001b[31mplanted\n.js"), ""),
    /planted.* is no part of/,
  ],
  ["a link in place of a file", (folder) => asLink(join(folder, "NOTICE")), /NOTICE is no part of/],
];
test.each(damage)("%s: one sentence, with and without an older version", async (_name, harm, sentence) => {
  const good = await bundle("1.0.0");
  const bad = await bundle("2.0.0");
  harm(bad);
  expectRefusal(install(bad), sentence, undefined);
  expect(install(good).status).toBe(0);
  expectRefusal(install(bad), sentence, contentsOf(prefix));
  expect(installed()).toBe("1.0.0");
});

test("a version that does not work here is refused, and the older one stays", async () => {
  expect(install(await bundle("1.0.0")).status).toBe(0);
  const before = contentsOf(prefix);
  const done = install(await bundle("2.0.0", "echo '✗ Node: no such libc'; exit 1"));
  expect(done.error).toBe(
    "✗ Node: no such libc\nairlock: Airlock 2.0.0 does not work on this machine, as said above. Nothing was installed. It needs glibc 2.34 or newer.\n",
  );
  expect([done.status, contentsOf(prefix), installed()]).toEqual([2, before, "1.0.0"]);
});

test("an update keeps the version before it; going back, going forth, removing", async () => {
  for (const version of ["1.0.0", "2.0.0", "3.0.0"]) {
    expect(install(await bundle(version)).status).toBe(0);
    expect(installed()).toBe(version);
  }
  expect(readdirSync(join(prefix, "versions")).map((name) => name.split("-")[0])).toEqual(["2.0.0", "3.0.0"]);
  const own = (option: string) => runScript(join(prefix, "install.sh"), [option], { home });
  expect([own("--rollback").status, installed()]).toEqual([0, "2.0.0"]);
  expect([own("--rollback").status, installed()]).toEqual([0, "3.0.0"]);
  // Not to a version that is not whole.
  flip(join(prefix, "versions", readdirSync(join(prefix, "versions"))[0] ?? "", "NOTICE"));
  expectRefusal(own("--rollback"), /The earlier version is not whole any more/, contentsOf(prefix));
  expect(installed()).toBe("3.0.0");
  writeFileSync(join(prefix, "notes.txt"), "mine");
  expect(own("--uninstall").status).toBe(0);
  expect(contentsOf(prefix)).toEqual({ "notes.txt": "mine" });
});

test("an installation that was harmed is mended by installing again", async () => {
  const one = await bundle("1.0.0");
  expect(install(one).status).toBe(0);
  writeFileSync(
    join(prefix, "versions", readdirSync(join(prefix, "versions"))[0] ?? "", "app", "bin", "airlock"),
    "",
  );
  expect([install(one).status, installed()]).toEqual([0, "1.0.0"]);
  expect(readdirSync(join(prefix, "versions")).length).toBe(1);
});

test("a target that is not ours is left alone", async () => {
  const one = await bundle("1.0.0");
  mkdirSync(prefix);
  writeFileSync(join(prefix, "thesis.tex"), "mine");
  expectRefusal(install(one), /holds other things/, { "thesis.tex": "mine" });
  rmSync(prefix, { recursive: true });
  writeFileSync(prefix, "a file");
  expect(install(one)).toMatchObject({ status: 2, error: expect.stringMatching(/is not a folder/) });
  expect(readFileSync(prefix, "utf8")).toBe("a file");
  const at = (place: string) => runScript(join(one, "install.sh"), ["--prefix", place], { home });
  expect(at(join(home, ".local/share/airlock")).error).toMatch(/keeps its data/);
  expect(at(join(one, "app")).error).toMatch(/own folder cannot be installed into/);
  expect(at("").error).toMatch(/--prefix needs a folder/);
  expect(readdirSync(home)).toEqual([]);
});

test("a folder that cannot be written: one sentence, as a person without rights", async () => {
  const one = await bundle("1.0.0");
  chmodSync(root, 0o755);
  const closed = join(root, "closed");
  mkdirSync(closed, { mode: 0o555 });
  const before = asRoot ? ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] : [];
  const at = (place: string) => runScript(join(one, "install.sh"), ["--prefix", place], { home, before });
  for (const place of [closed, join(closed, "deeper")]) {
    const { status, error } = at(place);
    expect([status, error.split("\n").length]).toEqual([2, 2]);
    expect(error).toMatch(/cannot be (made|written)\. Name another folder/);
  }
  expect(readdirSync(closed)).toEqual([]);
});

test.each([
  ["seen before it begins", undefined],
  ["noticed while copying (a stand-in for df promises room)", "echo; echo 'x 1 1 99999999 1% /'"],
])("a full disk, %s", async (_name, df) => {
  const small = join(root, "small");
  mkdirSync(small);
  const mounted =
    asRoot && spawnSync("mount", ["-t", "tmpfs", "-o", "size=300k", "tmpfs", small]).status === 0;
  if (!mounted) return;
  const programs = join(root, "programs");
  mkdirSync(programs);
  if (df !== undefined) {
    writeFileSync(join(programs, "df"), `#!/bin/sh\n${df}\n`);
    chmodSync(join(programs, "df"), 0o755);
  }
  const one = await bundle("1.0.0");
  prefix = join(small, "airlock");
  const done = runScript(join(one, "install.sh"), ["--prefix", prefix], { home, programs });
  expectRefusal(done, df === undefined ? /needs 1 MB in .* 0 MB are free/ : /Copying .* failed/, undefined);
});

test("nobody else installs into the same folder meanwhile", async () => {
  const one = await bundle("1.0.0");
  expect(install(one).status).toBe(0);
  const done = runScript(join(one, "install.sh"), ["--prefix", prefix], {
    home,
    before: ["flock", join(prefix, ".airlock-install")],
  });
  expectRefusal(done, /Another installation into .* is running/, contentsOf(prefix));
});

test("an option that does not exist is named, without what a terminal would obey", async () => {
  const done = install(await bundle("1.0.0"), "--\u001b[2Jforce");
  expectRefusal(done, /^airlock: --\[2Jforce is not understood/, undefined);
  expect(existsSync(prefix)).toBe(false);
});

function flip(file: string, at = 5): void {
  const bytes = readFileSync(file);
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  writeFileSync(file, bytes);
}

function cut(file: string, length: number): void {
  writeFileSync(file, readFileSync(file).subarray(0, length));
}

function asLink(file: string): void {
  const other = `${file}.other`;
  appendFileSync(other, readFileSync(file));
  const elsewhere = join(root, "elsewhere");
  writeFileSync(elsewhere, readFileSync(other));
  rmSync(other);
  rmSync(file);
  symlinkSync(elsewhere, file);
}
