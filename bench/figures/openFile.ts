import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Figure, median } from "../figure.ts";
import { onSample } from "../onSample.ts";
import { inTemporaryFolder } from "../temporaryFolder.ts";

const lineText =
  "2026-11-22T14:02:11Z INFO orders.api request served path=/orders status=200 milliseconds=12\n";
const runs = 3;

function writeLargeFiles(workspace: string): void {
  const text = lineText.repeat(Math.ceil(50e6 / lineText.length));
  for (let run = 0; run < runs; run++) writeFileSync(join(workspace, `large${run}.log`), text);
}

export const figure: Figure = {
  name: "openFile",
  claims: "a 50 MB text file, from the click to its lines in the editor",
  run: (progress) =>
    inTemporaryFolder((folder) =>
      onSample(folder, writeLargeFiles, async (workbench, page) => {
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
      }),
    ),
};
