import { statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Figure, median } from "../figure.ts";
import { onSample } from "../onSample.ts";
import { inTemporaryFolder } from "../temporaryFolder.ts";

const lines = 1_000_000;
const runs = 3;

export const figure: Figure = {
  name: "terminal",
  claims: "output of a program through the pty, the host and the page's terminal, drawn to its end",
  run: (progress) =>
    inTemporaryFolder(async (folder) => {
      let megabytes = 0;
      const writeOutput = (workspace: string): void => {
        const file = join(workspace, "output.txt");
        const text = Array.from(
          { length: lines },
          (_, line) => `line ${line}: the quick brown fox jumps over the lazy dog\n`,
        );
        writeFileSync(file, text.join(""));
        megabytes = statSync(file).size / 1e6;
      };
      return onSample(folder, writeOutput, async (workbench, page) => {
        await workbench.openTerminal();
        const speeds: number[] = [];
        for (let run = 0; run < runs; run++) {
          const code = 11 + run;
          const started = performance.now();
          // The mark that ends the command comes through the same stream, so it is read after all that was printed.
          await page.keyboard.type(`cat output.txt; (exit ${code})\n`);
          await page
            .locator(`[data-testid="terminal-last-command"][title*="exit code ${code}."]`)
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
      });
    }),
};
