// Builds dist/: the page, the desktop shell's two scripts, and the host as one file for the packaged program.
import { createHash } from "node:crypto";
import { existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { build as esbuild } from "esbuild";
import { build as vite } from "vite";

const root = resolve(import.meta.dirname, "..");
const stamp = join(root, "dist", ".sources");

/** sha256 over every source that goes into dist/: content decides, so a touched file costs nothing. */
function sourcesHash(): string {
  const hash = createHash("sha256");
  const patterns = [
    "core/**/*.ts",
    "native/**/*.ts",
    "renderer/**/*",
    "electron/**/*.ts",
    "vite.config.ts",
    "scripts/build.ts",
    "package-lock.json",
  ];
  for (const file of globSync(patterns, { cwd: root, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()) {
    hash.update(file.slice(root.length)).update(readFileSync(file));
  }
  return hash.digest("hex");
}

async function buildAll(): Promise<void> {
  await vite({ root: join(root, "renderer"), configFile: join(root, "vite.config.ts"), logLevel: "warn" });
  // Parts have names of their own in each build.
  rmSync(join(root, "dist/electron"), { recursive: true, force: true });
  const node = {
    bundle: true,
    platform: "node",
    target: "node24",
    packages: "external",
    logLevel: "warning",
    sourcemap: true,
  } as const;
  await esbuild({
    ...node,
    format: "esm",
    entryPoints: [join(root, "electron/main/main.ts")],
    outfile: join(root, "dist/electron/main.js"),
    external: ["electron"],
  });
  await esbuild({
    ...node,
    format: "esm",
    // In parts: as one file it would load every library of the host before it has shut the network.
    splitting: true,
    chunkNames: "host-[name]-[hash]",
    entryPoints: [join(root, "electron/main/hostProcess.ts")],
    outdir: join(root, "dist/electron"),
  });
  // Programs of other processes and threads: each a file that lies beside the archive.
  for (const program of [
    "adapters/llama/modelProcess",
    "adapters/llama/embeddingProcess",
    "adapters/treeSitter/cutWorker",
    "adapters/analyzers/typescriptWorker",
    "adapters/network/guardEntry",
    "composeIndexProgram",
  ])
    await esbuild({
      ...node,
      format: "esm",
      entryPoints: [join(root, "native", `${program}.ts`)],
      outfile: join(root, "dist/electron", `${basename(program)}.js`),
    });
  // A sandboxed preload can only be CommonJS.
  await esbuild({
    ...node,
    format: "cjs",
    entryPoints: [join(root, "electron/preload/preload.ts")],
    outfile: join(root, "dist/electron/preload.cjs"),
    external: ["electron"],
  });
}

const hash = sourcesHash();
const stale = !existsSync(stamp) || readFileSync(stamp, "utf8") !== hash;
if (stale || !process.argv.includes("--if-stale")) {
  console.error("Building…");
  await buildAll();
  mkdirSync(join(root, "dist"), { recursive: true });
  writeFileSync(stamp, hash);
}
