import { cpSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { Workbench } from "../../e2e/pages/workbench.ts";
import { startWorkbench } from "../../e2e/workbenchProcess.ts";
import { launchBrowser } from "../browser.ts";
import { type Figure, median } from "../figure.ts";
import { inTemporaryFolder } from "../temporaryFolder.ts";

const sample = resolve(import.meta.dirname, "../../resources/sample-workspace");
const lineText =
  "2026-11-22T14:02:11Z INFO orders.api request served path=/orders status=200 milliseconds=12\n";
const runs = 3;

export const figure: Figure = {
  name: "openFile",
  claims: "a 50 MB text file, from the click to its lines in the editor",
  run: (progress) =>
    inTemporaryFolder(async (folder) => {
      const workspace = join(folder, "workspace");
      cpSync(sample, workspace, { recursive: true });
      for (let run = 0; run < runs; run++)
        writeFileSync(join(workspace, `large${run}.log`), lineText.repeat(Math.ceil(50e6 / lineText.length)));
      const browser = await launchBrowser();
      const server = await startWorkbench(workspace, join(folder, "home"));
      try {
        const page = await browser.newPage({ viewport: { width: 1440, height: 860 } });
        const workbench = new Workbench(page);
        await workbench.open(server.link);
        await workbench.openFile("README.md");
        const times: number[] = [];
        for (let run = 0; run < runs; run++) {
          const row = workbench.explorer.getByRole("treeitem", { name: `large${run}.log` });
          await row.waitFor();
          const started = performance.now();
          await row.dblclick();
          await page.locator(".view-line", { hasText: "orders.api" }).first().waitFor();
          times.push((performance.now() - started) / 1000);
          progress(`${times.at(-1)?.toFixed(2)} s`);
          await page.keyboard.press("Control+w");
        }
        return [
          {
            what: `open a 50 MB file, median of ${runs}`,
            value: median(times),
            unit: "s",
            target: { atMost: 3 },
          },
        ];
      } finally {
        await server.stop();
        await browser.close();
      }
    }),
};
