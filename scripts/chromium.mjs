// Finds a Chromium for the browser tests, and as root on Debian installs one.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/** The browser's path, or undefined when there is none. $AIRLOCK_CHROMIUM wins. */
export function findChromium() {
  if (process.env.AIRLOCK_CHROMIUM !== undefined) return process.env.AIRLOCK_CHROMIUM;
  const folders = (process.env.PATH ?? "").split(delimiter);
  return names
    .flatMap((name) => folders.map((folder) => join(folder, name)))
    .find((file) => existsSync(file));
}

/** Installs Debian's package where that can be done without asking: as root, with apt. */
export function ensureChromium() {
  const found = findChromium();
  if (found !== undefined || process.getuid?.() !== 0 || !existsSync("/usr/bin/apt-get")) return found;
  console.error("Installing Chromium for the browser tests (once)…");
  const environment = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  for (const args of [
    ["update", "-qq"],
    ["install", "-y", "-qq", "--no-install-recommends", "chromium"],
  ]) {
    spawnSync("apt-get", args, { stdio: ["ignore", "ignore", 2], env: environment });
  }
  return findChromium();
}
