// Runs on whatever Node a person has (20 or newer): installs what package-lock.json names and finds a Node that fits.
import { spawnSync } from "node:child_process";
import { existsSync, statSync, utimesSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

export const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const leastMajor = 22;
const leastMinor = 14;

/** Ends the command with one sentence that says what to do. */
export function stop(sentence) {
  console.error(`airlock: ${sentence}`);
  process.exit(2);
}

/**
 * Installs the locked dependencies unless the lock is no newer than what is installed. No install script is run, and the
 * lock is not written: `npm ci` would be the plain choice, see docs/decisions/0004 for why it is not.
 */
export function ensureInstalled() {
  const installed = join(root, "node_modules", ".package-lock.json");
  const lock = join(root, "package-lock.json");
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(lock).mtimeMs) return;
  console.error("Installing dependencies (once)…");
  const npm = process.env.npm_execpath;
  const [command, ...prefix] = npm === undefined ? ["npm"] : [process.execPath, npm];
  const done = spawnSync(command, [...prefix, "install", "--no-save", "--no-progress", "--loglevel=error"], {
    cwd: root,
    stdio: ["ignore", 2, 2],
    shell: npm === undefined && process.platform === "win32",
  });
  if (done.status !== 0)
    stop(
      "npm could not install the dependencies; its message above says why. Check the registry and try again.",
    );
  // npm leaves the file alone when it had nothing to do; the next start should not ask again.
  const now = new Date();
  utimesSync(installed, now, now);
}

/** The Node that came with the dependencies, else the one running now when it is new enough. */
export function fittingNode() {
  const folder = join(
    root,
    "node_modules",
    `node-${process.platform === "win32" ? "win" : process.platform}-${process.arch}`,
    "bin",
  );
  const bundled = join(folder, process.platform === "win32" ? "node.exe" : "node");
  if (existsSync(bundled)) return bundled;
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  if (major > leastMajor || (major === leastMajor && minor >= leastMinor)) return process.execPath;
  return stop(
    `Node ${process.versions.node} is too old and none came with the dependencies. Install Node ${leastMajor}.${leastMinor} or newer.`,
  );
}

/** Runs a command to its end, its output passed through; true when it succeeded. */
export function run(command, args, options = {}) {
  return spawnSync(command, args, { cwd: root, stdio: "inherit", ...options }).status === 0;
}

/** Builds the page (and the desktop shell) when a source is newer than the last build. */
export function ensureBuilt() {
  const done = spawnSync(fittingNode(), [join(root, "scripts", "build.ts"), "--if-stale"], {
    cwd: root,
    stdio: ["ignore", 2, 2],
  });
  if (done.status !== 0) stop("The build failed; its message above says why.");
}
