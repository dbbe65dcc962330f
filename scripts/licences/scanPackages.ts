// Reads Debian source packages into token files: node scripts/licences/scanPackages.ts WORK [--lines N] [--minutes N]
// Can be stopped and started again at any time: a package that was read has its file in WORK/tokens and is left alone.
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { AptSources, type SourcePackage } from "./aptSources.ts";
import { type DebianCopyright, readDebianCopyright } from "./debianCopyright.ts";
import { packageTokensFile, readPackageTokens, writePackageTokens } from "./packageTokens.ts";
import { readSourceTree, type SourceFile } from "./sourceTree.ts";
import { readWellKnown } from "./wellKnown.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    lines: { type: "string", default: "20000000" },
    permissiveLines: { type: "string", default: "6000000" },
    minutes: { type: "string", default: "60" },
    /** Only packages whose name matches. */
    only: { type: "string", default: "" },
    /** Packages left out, by a pattern on the name: what false alarms are measured on must not be learned from. */
    without: { type: "string", default: "^(?:python(?:3\\.\\d+|2\\.7)|pypy3|node-typescript)$" },
  },
});
const [work] = positionals;
if (work === undefined) throw new Error("Name a folder to work in.");
const tokens = join(work, "tokens");
const unpacked = join(work, "unpacked");
const downloads = join(work, "downloads");
/** Names of packages whose archive the mirror did not have; delete the file to try them again. */
const missing = join(work, "missing.txt");
mkdirSync(tokens, { recursive: true });
rmSync(downloads, { recursive: true, force: true });

const extensions = "py js mjs cjs jsx ts tsx c h cc hh cpp hpp cxx hxx".split(" ");
const wellKnown = readWellKnown();
const batch = 128;
const largestWellKnown = 160_000_000;
const largest = 110_000_000;
const largestUnknown = 25_000_000;
const largestPermissive = 4_000_000;
const mostPermissiveLines = 40_000;

let copyleftLines = 0;
let permissiveLines = 0;
for (const name of readdirSync(tokens)) readPackageTokens(join(tokens, name)).head.files.forEach(count);
const until = Date.now() + Number(values.minutes) * 60_000;

const apt = new AptSources(join(work, "apt"));
const absent = new Set(existsSync(missing) ? readFileSync(missing, "utf8").split("\n") : []);
const queue = ordered(apt.packages()).filter(
  ({ name }) => !absent.has(name) && !existsSync(packageTokensFile(tokens, name)),
);
console.log(`${queue.length} packages to look at, ${copyleftLines} copyleft lines so far`);

interface Fetched {
  readonly group: readonly SourcePackage[];
  readonly folder: string;
  readonly copyrights: ReadonlyMap<string, Copyright>;
  readonly wanted: readonly SourcePackage[];
}

// The next group is downloaded while this one is read.
let coming = fetchGroup(0);
for (
  let at = 0;
  at < queue.length && copyleftLines < Number(values.lines) && Date.now() < until;
  at += batch
) {
  const { group, folder, copyrights, wanted } = await coming;
  coming = fetchGroup(at + batch);
  for (const one of group) {
    const found = wanted.includes(one) ? await scan(one, folder, copyrights.get(one.name)) : [];
    if (found === "not had") {
      appendFileSync(missing, `${one.name}\n`);
      continue;
    }
    writePackageTokens(tokens, {
      head: {
        package: one.name,
        version: one.version,
        files: found.map(({ kinds, ...rest }) => ({ ...rest, tokens: kinds.length })),
      },
      kinds: found.map(({ kinds }) => kinds),
    });
    for (const file of found) count(file);
  }
  rmSync(folder, { recursive: true, force: true });
  const progress = `${at + group.length}/${queue.length} copyleft ${copyleftLines} permissive ${permissiveLines}`;
  appendFileSync(join(work, "scan.log"), `${new Date().toISOString()} ${progress} ${group.at(-1)?.name}\n`);
}
rmSync((await coming).folder, { recursive: true, force: true });
console.log(`${copyleftLines} copyleft lines, ${permissiveLines} permissive lines`);

async function fetchGroup(from: number): Promise<Fetched> {
  const group = queue.slice(from, from + batch);
  const folder = join(downloads, String(from));
  await apt.download(names(group), "packaging", folder);
  const copyrights = new Map(group.map((one) => [one.name, copyrightOf(one, folder)]));
  const wanted = group.filter((one) => isWanted(one, copyrights.get(one.name)));
  await apt.download(names(wanted), "sources", folder);
  return { group, folder, copyrights, wanted };
}

function sizeOf(one: SourcePackage): number {
  return one.files.reduce((sum, { bytes }) => sum + bytes, 0);
}

function names(packages: readonly SourcePackage[]): string[] {
  return packages.map(({ name }) => name);
}

function count({ spdx, lines }: { readonly spdx: string; readonly lines: number }): void {
  if (spdx === "") permissiveLines += lines;
  else copyleftLines += lines;
}

/** What is known best first, then Python and JavaScript, then what else is no giant. */
function ordered(all: readonly SourcePackage[]): SourcePackage[] {
  const without = new RegExp(values.without);
  const only = new RegExp(values.only);
  const rank = ({ name, section, buildDepends }: SourcePackage): number => {
    const listed = wellKnown.get(name);
    if (listed !== undefined) return listed.place;
    if (/\bdh-(?:sequence-)?python3?\b|\bpython3-(?:all|setuptools)\b/.test(buildDepends)) return 1e5;
    if (/^node-|^libjs-/.test(name) || section === "javascript") return 2e5;
    return /perl|golang|rust|haskell|ruby|java\b|ocaml|gnu-r|fonts|doc|lisp/.test(section + name) ? 1e9 : 1e6;
  };
  return all
    .filter((one) => only.test(one.name) && !without.test(one.name) && rank(one) < 1e9)
    .filter(
      (one) =>
        sizeOf(one) < (rank(one) < 1e5 ? largestWellKnown : rank(one) < 1e6 ? largest : largestUnknown),
    )
    .map((one) => ({ one, rank: rank(one) }))
    .sort((left, right) => left.rank - right.rank || (left.one.name < right.one.name ? -1 : 1))
    .map(({ one }) => one);
}

type Copyright = DebianCopyright | "native" | undefined;

function copyrightOf(one: SourcePackage, folder: string): Copyright {
  const packaging = one.files.find(({ name }) => /\.debian\.tar\.\w+$/.test(name));
  if (packaging === undefined) return "native";
  const done = spawnSync("tar", ["-xOf", join(folder, packaging.name), "debian/copyright"], {
    encoding: "utf8",
  });
  return done.status === 0 ? readDebianCopyright(done.stdout) : undefined;
}

/** Permissive code is wanted too, up to a measure: what stands there as well is no sign of copying from here. */
function isWanted(one: SourcePackage, copyright: Copyright): boolean {
  if (copyright === undefined || copyright === "native") return true;
  if (copyright.verdicts.some(({ kind }) => kind === "copyleft")) return true;
  const few = permissiveLines < Number(values.permissiveLines) && sizeOf(one) < largestPermissive;
  return few && copyright.verdicts.some(({ kind }) => kind === "permissive");
}

/** "not had": its archive could not be downloaded. */
async function scan(
  one: SourcePackage,
  folder: string,
  copyright: Copyright,
): Promise<readonly SourceFile[] | "not had"> {
  const archive =
    one.files.find(({ name }) => /\.orig\.tar\.\w+$/.test(name)) ??
    one.files.find(({ name }) => /\.tar\.\w+$/.test(name));
  if (archive === undefined || !existsSync(join(folder, archive.name))) return "not had";
  rmSync(unpacked, { recursive: true, force: true });
  mkdirSync(unpacked, { recursive: true });
  const folders = wellKnown.get(one.name)?.folders ?? [];
  const where = folders.length === 0 ? [""] : folders.map((name) => `*/${name}/`);
  const patterns = where.flatMap((start) => extensions.map((extension) => `${start}*.${extension}`));
  const owner = ["--no-same-owner", "--no-same-permissions"];
  const unpack = [
    "-xf",
    join(folder, archive.name),
    "-C",
    unpacked,
    ...owner,
    "--wildcards",
    ...patterns,
    "*/debian/copyright",
  ];
  await once(spawn("tar", unpack, { stdio: "ignore" }), "close");
  const top = readdirSync(unpacked, { withFileTypes: true });
  const only = top.length === 1 && top[0]?.isDirectory() ? top[0].name : "";
  const root = /[-_\d.]/.test(only) || only.startsWith(one.name) ? join(unpacked, only) : unpacked;
  const own = join(root, "debian", "copyright");
  const decided =
    copyright !== "native"
      ? copyright
      : existsSync(own)
        ? readDebianCopyright(readFileSync(own, "utf8"))
        : undefined;
  const files = [...readSourceTree(root, decided)].filter(
    ({ path }) => folders.length === 0 || folders.some((name) => path.startsWith(`${name}/`)),
  );
  rmSync(unpacked, { recursive: true, force: true });
  let free = permissiveLines < Number(values.permissiveLines) ? mostPermissiveLines : 0;
  return files.filter(({ spdx, lines }) => {
    if (spdx !== "") return true;
    free -= lines;
    return free > 0;
  });
}
