import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { type Browser, type BrowserContext, test as base, type Page } from "@playwright/test";
import { launchBrowser } from "./browser.ts";
import { launchDesktop } from "./desktop.ts";
import { Workbench } from "./pages/workbench.ts";
import { electronBinary } from "./shell.ts";
import { startWorkbench, type WorkbenchProcess } from "./workbenchProcess.ts";

const sample = resolve(import.meta.dirname, "..", "resources", "sample-workspace");

interface WorkerFixtures {
  readonly chromiumBrowser: Browser;
}

interface Fixtures {
  /** A fresh copy of the sample workspace, under git. */
  readonly workspace: string;
  readonly home: string;
  readonly server: WorkbenchProcess;
  readonly context: BrowserContext;
  readonly page: Page;
  readonly workbench: Workbench;
}

const browserTest = base.extend<Fixtures, WorkerFixtures>({
  chromiumBrowser: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixture's needs from this pattern.
    async ({}, use) => {
      const browser = await launchBrowser();
      await use(browser);
      await browser.close();
    },
    { scope: "worker" },
  ],
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixture's needs from this pattern.
  workspace: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), "airlock-workspace-"));
    cpSync(sample, folder, { recursive: true });
    const git = (...args: string[]): void =>
      void execFileSync("git", ["-c", "user.name=Test", "-c", "user.email=test@localhost", ...args], {
        cwd: folder,
        stdio: "ignore",
      });
    git("init", "-q", "-b", "main");
    git("add", "-A");
    git("commit", "-qm", "Sample");
    await use(folder);
    rmSync(folder, { recursive: true, force: true });
  },
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixture's needs from this pattern.
  home: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), "airlock-home-"));
    await use(folder);
    if (existsSync(folder)) rmSync(folder, { recursive: true, force: true });
  },
  server: async ({ workspace, home }, use) => {
    const server = await startWorkbench(workspace, home);
    await use(server);
    await server.stop();
  },
  context: async ({ chromiumBrowser }, use) => {
    const context = await chromiumBrowser.newContext({
      viewport: { width: 1440, height: 860 },
      reducedMotion: "reduce",
      colorScheme: "dark",
    });
    await use(context);
    await context.close();
  },
  page: async ({ context }, use) => {
    await use(await context.newPage());
  },
  workbench: async ({ page, server }, use) => {
    const workbench = new Workbench(page);
    await workbench.open(server.link);
    await use(workbench);
  },
});

/** The same specs in the desktop shell; what restarts or asks the local server is skipped by name there. */
function desktopTest(binary: string): typeof browserTest {
  return browserTest.extend({
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixture's needs from this pattern.
    server: async ({}, use) => {
      base.skip(true, "This spec drives the browser shell's server.");
      await use(undefined as never);
    },
    page: async ({ workspace, home }, use) => {
      const application = await launchDesktop(binary, workspace, home);
      await use(await application.firstWindow());
      await application.close();
    },
    workbench: async ({ page }, use) => {
      const workbench = new Workbench(page);
      await workbench.waitUntilUsable();
      await use(workbench);
    },
  });
}

export const test = electronBinary === undefined ? browserTest : desktopTest(electronBinary);

export { expect } from "@playwright/test";
