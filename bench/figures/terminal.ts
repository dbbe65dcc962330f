import { cpSync, statSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { Workbench } from "../../e2e/pages/workbench.ts";
import { startWorkbench } from "../../e2e/workbenchProcess.ts";
import { launchBrowser } from "../browser.ts";
import { type Figure, median } from "../figure.ts";
import { inTemporaryFolder } from "../temporaryFolder.ts";

const sample = resolve(import.meta.dirname, "../../resources/sample-workspace");
const lines = 1_000_000;
const runs = 3;

export const figure: Figure = {
  name: "terminal",
  claims: "output of a program through the pty, the host and the page's terminal, drawn to its end",
  run: (progress) =>
    inTemporaryFolder(async (folder) => {
      const workspace = join(folder, "workspace");
      cpSync(sample, workspace, { recursive: true });
      const file = join(workspace, "output.txt");
      writeFileSync(
        file,
        Array.from(
          { length: lines },
          (_, line) => `line ${line}: the quick brown fox jumps over the lazy dog\n`,
        ).join(""),
      );
      const megabytes = statSync(file).size / 1e6;
      const browser = await launchBrowser();
      const server = await startWorkbench(workspace, join(folder, "home"));
      try {
        const page = await browser.newPage({ viewport: { width: 1440, height: 860 } });
        const workbench = new Workbench(page);
        await workbench.open(server.link);
        await workbench.openTerminal();
        const speeds: number[] = [];
        for (let run = 0; run < runs; run++) {
          const code = 11 + run;
          const started = performance.now();
          // The mark that ends the command comes through the same stream, so it is read after all that was printed.
          await page.keyboard.type(`cat output.txt; (exit ${code})\n`);
          await page
            .locator(`[data-testid="terminal-last-command"][title*="${code}"]`)
            .waitFor({ timeout: 180_000 });
          speeds.push(megabytes / ((performance.now() - started) / 1000));
          progress(`${megabytes.toFixed(0)} MB at ${speeds.at(-1)?.toFixed(1)} MB/s`);
        }
        return [
          {
            what: `${megabytes.toFixed(0)} MB printed and read by the page, median of ${runs}`,
            value: median(speeds),
            unit: "MB/s",
            target: { atLeast: 20 },
          },
        ];
      } finally {
        await server.stop();
        await browser.close();
      }
    }),
};
