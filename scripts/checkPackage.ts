// Runs electron-builder to a folder against a stand-in Electron distribution and asserts what the package holds.
// The stand-in has Electron's file names and fuse wire but no program: nothing here is run.
import {
  chmodSync,
  existsSync,
  globSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join, resolve } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { listPackage } from "@electron/asar";
import { FuseState, FuseV1Options, getCurrentFuseWire } from "@electron/fuses";
import { build, Platform } from "electron-builder";

const root = resolve(import.meta.dirname, "..");
const work = join(root, ".cache", "package-check");
const standIn = join(work, "electron-dist");
const output = join(work, "out");

/** Electron's binary carries this sentinel, a version byte, a length and one character for each fuse. */
const fuseSentinel = "dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX";

function makeStandIn(): void {
  rmSync(work, { recursive: true, force: true });
  mkdirSync(join(standIn, "resources"), { recursive: true });
  mkdirSync(join(standIn, "locales"), { recursive: true });
  const fuses = Object.values(FuseV1Options).filter((option) => typeof option === "number").length;
  const wire = Buffer.concat([
    Buffer.from(fuseSentinel, "latin1"),
    Buffer.from([1, fuses]),
    Buffer.from("0".repeat(fuses), "latin1"),
  ]);
  writeFileSync(join(standIn, "electron"), Buffer.concat([Buffer.from("\x7fELF stand-in "), wire]));
  chmodSync(join(standIn, "electron"), 0o755);
  for (const file of [
    "chrome-sandbox",
    "chrome_crashpad_handler",
    "icudtl.dat",
    "resources.pak",
    "LICENSE",
    "LICENSES.chromium.html",
    "locales/en-US.pak",
  ]) {
    writeFileSync(join(standIn, file), "stand-in");
  }
  const { version } = JSON.parse(readFileSync(join(root, "node_modules/electron/package.json"), "utf8")) as {
    version: string;
  };
  writeFileSync(join(standIn, "version"), version);
}

const problems: string[] = [];
function expect(holds: boolean, sentence: string): void {
  if (!holds) problems.push(sentence);
}

makeStandIn();
await build({
  projectDir: root,
  targets: Platform.LINUX.createTarget("dir"),
  config: { extends: join(root, "electron-builder.yml"), electronDist: standIn, directories: { output } },
  publish: "never",
});

const app = join(output, "linux-unpacked");
const archive = join(app, "resources", "app.asar");
const inside = listPackage(archive, { isPack: false });
const unpacked = join(app, "resources", "app.asar.unpacked");
for (const file of [
  "/dist/electron/main.js",
  "/dist/electron/preload.cjs",
  "/dist/electron/hostProcess.js",
  "/dist/renderer/index.html",
  "/package.json",
]) {
  expect(inside.includes(file), `${file} is missing from the archive.`);
}
for (const file of [
  "dist/electron/modelProcess.js",
  "dist/electron/embeddingProcess.js",
  "dist/electron/cutWorker.js",
  "dist/electron/composeIndexProgram.js",
  "dist/electron/typescriptWorker.js",
  "dist/electron/guardEntry.js",
  "node_modules/typescript/lib/lib.es2023.d.ts",
  "resources/licences/copyleft.idx",
  "resources/packages",
  "resources/sandbox",
  "resources/rules",
  "node_modules/pyright/langserver.index.js",
  ...["", "-python", "-tsx", "-typescript"].map(
    (grammar) => `node_modules/@vscode/tree-sitter-wasm/wasm/tree-sitter${grammar}.wasm`,
  ),
]) {
  expect(existsSync(join(unpacked, file)), `${file} must lie beside the archive: a child process reads it.`);
}
for (const pattern of [
  "node_modules/better-sqlite3/**/*.node",
  "node_modules/@lydell/**/*.node",
  "node_modules/@node-llama-cpp/*/**/*.node",
  "node_modules/@vscode/ripgrep-*/bin/rg",
  "node_modules/node-linux-*/bin/node",
]) {
  expect(globSync(pattern, { cwd: unpacked }).length > 0, `Nothing matches ${pattern} beside the archive.`);
}
const model = join(app, "resources", "models", "airlock-fim-5m-q8_0.gguf");
expect(
  existsSync(model) && statSync(model).size > 5_000_000,
  "The bundled model must lie outside the archive.",
);
expect(
  !existsSync(join(unpacked, "node_modules/@vscode/tree-sitter-wasm/wasm/tree-sitter-cpp.wasm")),
  "A grammar that nothing reads is in the package.",
);
expect(!inside.some((file) => file.endsWith(".gguf")), "A model is inside the archive.");
const own = inside.filter((file) => !file.startsWith("/node_modules/"));
expect(
  !own.some((file) => file.includes("sample-workspace") || file.endsWith(".ts")),
  "Sources, tests or samples are in the package.",
);

const fuses = await getCurrentFuseWire(join(app, "airlock"));
const wanted = {
  [FuseV1Options.RunAsNode]: FuseState.DISABLE,
  [FuseV1Options.EnableCookieEncryption]: FuseState.ENABLE,
  [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: FuseState.DISABLE,
  [FuseV1Options.EnableNodeCliInspectArguments]: FuseState.DISABLE,
  [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: FuseState.ENABLE,
  [FuseV1Options.OnlyLoadAppFromAsar]: FuseState.ENABLE,
  [FuseV1Options.GrantFileProtocolExtraPrivileges]: FuseState.DISABLE,
};
for (const [fuse, state] of Object.entries(wanted)) {
  const set = fuses[Number(fuse) as FuseV1Options];
  expect(
    isDeepStrictEqual(set, state),
    `Fuse ${FuseV1Options[Number(fuse)]} is ${String(set)}, not ${state}.`,
  );
}

rmSync(work, { recursive: true, force: true });
for (const problem of problems) console.error(problem);
console.error(
  problems.length === 0
    ? "The package holds what it should (stand-in Electron; nothing was run)."
    : `${problems.length} problems in the package.`,
);
process.exit(problems.length === 0 ? 0 : 1);
