// Finds bubblewrap for the tests of the sandbox, and as root on Debian installs it.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

/** bubblewrap's path, or undefined when there is none. */
export function findBubblewrap() {
  return (process.env.PATH ?? "")
    .split(delimiter)
    .map((folder) => join(folder, "bwrap"))
    .find((file) => existsSync(file));
}

/** Installs Debian's package where that can be done without asking: as root, with apt. */
export function ensureBubblewrap() {
  const found = findBubblewrap();
  if (found !== undefined || process.getuid?.() !== 0 || !existsSync("/usr/bin/apt-get")) return found;
  console.error("Installing bubblewrap for the tests of the sandbox (once)…");
  const environment = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  for (const args of [
    ["update", "-qq"],
    ["install", "-y", "-qq", "--no-install-recommends", "bubblewrap"],
  ]) {
    spawnSync("apt-get", args, { stdio: ["ignore", "ignore", 2], env: environment });
  }
  return findBubblewrap();
}
