import { defineConfig } from "@playwright/test";
import { shell } from "./shell.ts";

// Once, not in every worker: a report that does not say what ran says nothing.
if (process.env.TEST_WORKER_INDEX === undefined) console.error(`Shell under test: ${shell}`);

export default defineConfig({
  testDir: "specs",
  metadata: { shell },
  outputDir: "../.cache/test-results/browser",
  fullyParallel: false,
  workers: 1,
  retries: 0,
  timeout: 90_000,
  expect: { timeout: 20_000 },
  forbidOnly: true,
  reporter: process.env.PLAYWRIGHT_JSON_OUTPUT_NAME === undefined ? [["list"]] : [["list"], ["json"]],
  use: { actionTimeout: 20_000, navigationTimeout: 30_000 },
});
