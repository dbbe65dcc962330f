import { cpSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { gzipSync } from "node:zlib";
import { launchBrowser } from "../../e2e/browser.ts";
import { startWorkbench } from "../../e2e/workbenchProcess.ts";
import { type Figure, median } from "../figure.ts";
import { inTemporaryFolder } from "../temporaryFolder.ts";

const root = resolve(import.meta.dirname, "../..");
const runs = 5;

/** Gzipped bytes of the scripts that index.html names: the entry and what it imports statically. Monaco comes later. */
function firstLoadKilobytes(): number {
  const page = join(root, "dist", "renderer");
  const html = readFileSync(join(page, "index.html"), "utf8");
  const scripts = [...html.matchAll(/(?:src|href)="([^"]+\.js)"/g)].map(([, path]) => path ?? "");
  return scripts.reduce((sum, path) => sum + gzipSync(readFileSync(join(page, path))).length, 0) / 1000;
}

function residentMegabytes(pid: number): number {
  const kilobytes = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
  return Number(kilobytes) / 1024;
}

export const figure: Figure = {
  name: "start",
  claims: "from `airlock serve` to a workbench that answers, warm",
  run: (progress) =>
    inTemporaryFolder(async (folder) => {
      const workspace = join(folder, "workspace");
      cpSync(join(root, "resources", "sample-workspace"), workspace, { recursive: true });
      const browser = await launchBrowser();
      const ready: number[] = [];
      const interactive: number[] = [];
      let resident = Number.NaN;
      try {
        for (let run = 0; run <= runs; run++) {
          const page = await browser.newPage({ viewport: { width: 1440, height: 860 } });
          const started = performance.now();
          const server = await startWorkbench(workspace, join(folder, "home"));
          const printed = performance.now();
          await page.goto(server.link);
          await page.getByRole("treeitem").first().waitFor();
          const usable = performance.now();
          // The first run warms the file cache and is not counted.
          if (run > 0) {
            ready.push(printed - started);
            interactive.push(usable - started);
            progress(
              `run ${run}: ready ${Math.round(printed - started)} ms, interactive ${Math.round(usable - started)} ms`,
            );
          }
          if (server.child.pid !== undefined) resident = residentMegabytes(server.child.pid);
          await page.close();
          await server.stop();
        }
      } finally {
        await browser.close();
      }
      return [
        { what: `airlock serve to its ready line, median of ${runs}`, value: median(ready), unit: "ms" },
        {
          what: `airlock serve to interactive in the browser, median of ${runs}`,
          value: median(interactive),
          unit: "ms",
          target: { atMost: 2000 },
        },
        {
          what: "first-load JavaScript before Monaco, gzipped",
          value: firstLoadKilobytes(),
          unit: "kB",
          target: { atMost: 400 },
        },
        {
          what: "host memory (resident) without a model",
          value: resident,
          unit: "MiB",
          target: { atMost: 200 },
        },
      ];
    }),
};
