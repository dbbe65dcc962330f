import { z } from "zod";
import { fail, ok, type Result } from "../base/result.ts";

/** package-lock.json, and node_modules/.package-lock.json, which npm writes of what it has installed. */
const lockFile = z.object({
  packages: z.record(
    z.string(),
    z.object({
      name: z.string().optional(),
      version: z.string().optional(),
      license: z.string().optional(),
      integrity: z.string().optional(),
      dev: z.boolean().optional(),
      link: z.boolean().optional(),
      dependencies: z.record(z.string(), z.string()).optional(),
      optionalDependencies: z.record(z.string(), z.string()).optional(),
      peerDependencies: z.record(z.string(), z.string()).optional(),
    }),
  ),
});
type LockedPackages = z.infer<typeof lockFile>["packages"];

export interface ShippedPackage {
  readonly name: string;
  readonly version: string;
  /** SPDX expression, as the package states it; undefined where it states none. */
  readonly licence: string | undefined;
  /** Of the archive that it was installed from, as the lock file has it. */
  readonly hashes: readonly { readonly algorithm: "SHA-256" | "SHA-384" | "SHA-512"; readonly hex: string }[];
  /** Bundled into the page at build time; the others are loaded from node_modules. */
  readonly inPage: boolean;
  /** name@version of what it asks for and this list has. */
  readonly needs: readonly string[];
}

/**
 * What the built page holds. They are dependencies of the build, so that the lock file alone would not name them; a test
 * holds this list to what the page's sources import.
 */
export const pagePackages: readonly string[] = [
  "@fontsource/inter",
  "@fontsource/jetbrains-mono",
  "@tanstack/react-virtual",
  "@vscode/codicons",
  "@xterm/addon-fit",
  "@xterm/addon-search",
  "@xterm/addon-unicode11",
  "@xterm/addon-web-links",
  "@xterm/addon-webgl",
  "@xterm/xterm",
  "diff",
  "monaco-editor",
  "react",
  "react-dom",
  "react-resizable-panels",
  "vscode-jsonrpc",
  "zod",
  "zustand",
];

/** The packages that a person runs: what production needs, and what is bundled into the page; by name and version. */
export function shippedPackages(lock: unknown): Result<readonly ShippedPackage[], string> {
  const parsed = lockFile.safeParse(lock);
  if (!parsed.success)
    return fail("The lock file of the dependencies cannot be read. Install Airlock again.");
  const { packages } = parsed.data;
  const inPage = closureOf(packages, pagePackages);
  const shipped = new Map<string, ShippedPackage>();
  for (const [path, entry] of Object.entries(packages)) {
    if (path === "" || entry.link === true || entry.version === undefined) continue;
    if (entry.dev === true && !inPage.has(path)) continue;
    const name = entry.name ?? nameOf(path);
    const key = `${name}@${entry.version}`;
    // The same version at two places is one package.
    if (shipped.get(key)?.inPage === false) continue;
    shipped.set(key, {
      name,
      version: entry.version,
      licence: entry.license,
      hashes: hashesOf(entry.integrity ?? ""),
      inPage: entry.dev === true,
      needs: neededBy(packages, path).flatMap((needed) => {
        const version = packages[needed]?.version;
        return version === undefined ? [] : [`${packages[needed]?.name ?? nameOf(needed)}@${version}`];
      }),
    });
  }
  const known = [...shipped.values()].map((one) => ({
    ...one,
    needs: one.needs.filter((key) => shipped.has(key)),
  }));
  return ok(known.sort((a, b) => compare(`${a.name}@${a.version}`, `${b.name}@${b.version}`)));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length);
}

/** Places of the named packages and of all that they need. */
function closureOf(packages: LockedPackages, names: readonly string[]): ReadonlySet<string> {
  const found = new Set<string>();
  const waiting = names.map((name) => `node_modules/${name}`).filter((path) => path in packages);
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (found.has(path)) continue;
    found.add(path);
    waiting.push(...neededBy(packages, path));
  }
  return found;
}

/** Where Node would find what a package asks for: beside it, or further up. */
function neededBy(packages: LockedPackages, path: string): readonly string[] {
  const entry = packages[path];
  const names = Object.keys({
    ...entry?.dependencies,
    ...entry?.optionalDependencies,
    ...entry?.peerDependencies,
  });
  return [...new Set(names)].sort(compare).flatMap((name) => {
    for (let at = path; ; at = at.slice(0, Math.max(0, at.lastIndexOf("/node_modules/")))) {
      const candidate = `${at === "" ? "" : `${at}/`}node_modules/${name}`;
      if (candidate in packages) return [candidate];
      if (at === "") return [];
    }
  });
}

/** Subresource integrity: "sha512-…", base64, one or more. */
function hashesOf(integrity: string): ShippedPackage["hashes"] {
  const names = { sha256: "SHA-256", sha384: "SHA-384", sha512: "SHA-512" } as const;
  return integrity.split(/\s+/).flatMap((one) => {
    const [, algorithm, base64] = /^(sha256|sha384|sha512)-([A-Za-z0-9+/=]+)$/.exec(one) ?? [];
    if (base64 === undefined || (algorithm !== "sha256" && algorithm !== "sha384" && algorithm !== "sha512"))
      return [];
    return [{ algorithm: names[algorithm], hex: hexOf(base64) }];
  });
}

const base64Digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** Six bits a character, as many whole bytes as there are. */
function hexOf(base64: string): string {
  const bits = [...base64.replace(/=+$/, "")]
    .map((digit) => base64Digits.indexOf(digit).toString(2).padStart(6, "0"))
    .join("");
  return [...bits.matchAll(/[01]{8}/g)]
    .map(([byte]) => Number.parseInt(byte, 2).toString(16).padStart(2, "0"))
    .join("");
}
