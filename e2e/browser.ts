import { type Browser, chromium } from "@playwright/test";
import { findChromium } from "../scripts/chromium.mjs";

/** The system's Chromium with its own calls home switched off. */
export function launchBrowser(): Promise<Browser> {
  const executablePath = findChromium();
  if (executablePath === undefined)
    throw new Error("No Chromium was found. Install one, or set AIRLOCK_CHROMIUM.");
  return chromium.launch({
    executablePath,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}
