import { join } from "node:path";
import { defineConfig } from "vitest/config";

export default defineConfig({
  // The page's client is tested against the host inside Node, where the library's browser half cannot load.
  resolve: { alias: { "vscode-jsonrpc/browser": "vscode-jsonrpc/node" } },
  test: {
    environment: "node",
    pool: "forks",
    maxWorkers: 2,
    // Every test runs with its network shut, as the program does: nothing that a test starts can reach out unseen.
    execArgv: ["--require", join(import.meta.dirname, "native/adapters/network/guardEntry.ts")],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: ["{core,native,renderer,electron,scripts,bench}/**/*.test.{ts,tsx}"],
          exclude: ["**/*.model.test.ts", "**/node_modules/**"],
        },
      },
      {
        extends: true,
        test: { name: "model", include: ["{core,native}/**/*.model.test.ts"], maxWorkers: 1 },
      },
    ],
  },
});
