import { cpSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Page } from "@playwright/test";
import { launchBrowser } from "../e2e/browser.ts";
import { Workbench } from "../e2e/pages/workbench.ts";
import { startWorkbench } from "../e2e/workbenchProcess.ts";

const sample = resolve(import.meta.dirname, "..", "resources", "sample-workspace");

/** Opens a copy of the sample workspace below `folder` in a real browser, prepared by `prepare`, for as long as `work` takes. */
export async function onSample<T>(
  folder: string,
  prepare: (workspace: string) => void,
  work: (workbench: Workbench, page: Page) => Promise<T>,
): Promise<T> {
  const workspace = join(folder, "workspace");
  cpSync(sample, workspace, { recursive: true });
  prepare(workspace);
  const browser = await launchBrowser();
  const server = await startWorkbench(workspace, join(folder, "home"));
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 860 } });
    const workbench = new Workbench(page);
    await workbench.open(server.link);
    return await work(workbench, page);
  } finally {
    await server.stop();
    await browser.close();
  }
}
