// Finds a Chromium for the browser tests, and as root on Debian installs one.
import { findProgram, installPackages } from "./debianPackages.mjs";

/** The browser's path, or undefined when there is none. $AIRLOCK_CHROMIUM wins. */
export function findChromium() {
  return (
    process.env.AIRLOCK_CHROMIUM ??
    findProgram("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
  );
}

export function ensureChromium() {
  if (findChromium() === undefined) installPackages(["chromium"], "the browser tests");
  return findChromium();
}
