import { cpSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Page } from "@playwright/test";
import { launchBrowser } from "../../e2e/browser.ts";
import { Workbench } from "../../e2e/pages/workbench.ts";
import { startWorkbench } from "../../e2e/workbenchProcess.ts";
import { keepCoreBusy } from "../busyCore.ts";
import { type Figure, percentile, type Row } from "../figure.ts";
import { inTemporaryFolder } from "../temporaryFolder.ts";
import { typedText } from "../typedSource.ts";

const sample = resolve(import.meta.dirname, "../../resources/sample-workspace");
/** The file stands up to here; what follows is typed. */
const firstTypedLine = 24;
const typedCharacters = 420;

interface Keystrokes {
  /** Milliseconds from a key to the first frame with ghost text that this key brought. */
  readonly shown: readonly number[];
  readonly keys: number;
}

/** Runs in the page: for each key, the time until ghost text is drawn that was not there when the key was pressed. */
function watchGhostText(): void {
  const state = { shown: [] as number[], keys: 0, pressed: Number.NaN, before: "" };
  Object.assign(window, { airlockBench: state });
  const drawn = (): string =>
    [...document.querySelectorAll(".ghost-text-decoration, .ghost-text")]
      .map((element) => element.textContent)
      .join("\n");
  window.addEventListener(
    "keydown",
    (event) => {
      if (event.key.length > 1 && event.key !== "Enter") return;
      state.keys++;
      state.pressed = performance.now();
      state.before = drawn();
    },
    true,
  );
  const look = (): void => {
    const now = drawn();
    if (Number.isNaN(state.pressed) || now === "" || now === state.before) return;
    // A suggestion that only shrank by what was typed was there before: typing through it costs nothing and is not counted.
    if (state.before.endsWith(now)) return;
    const pressed = state.pressed;
    state.pressed = Number.NaN;
    requestAnimationFrame(() => state.shown.push(performance.now() - pressed));
  };
  new MutationObserver(look).observe(document.body, { subtree: true, childList: true, characterData: true });
}

async function typeTrace(page: Page, text: string): Promise<Keystrokes> {
  await page.evaluate(watchGhostText);
  for (const [index, character] of [...text].entries()) {
    if (character === "\n") await page.keyboard.press("Enter");
    else await page.keyboard.type(character);
    // A hand at about 60 words a minute, with a pause to think now and then.
    await page.waitForTimeout(index % 40 === 39 ? 700 : 120 + ((index * 37) % 120));
  }
  await page.waitForTimeout(1000);
  return page.evaluate(() => (window as unknown as { airlockBench: Keystrokes }).airlockBench);
}

export const figure: Figure = {
  name: "completion",
  claims: "keystroke to ghost text in the browser, typing a real file at a human pace",
  run: (progress) =>
    inTemporaryFolder(async (folder) => {
      const lines = typedText.split("\n");
      const head = lines.slice(0, firstTypedLine).join("\n");
      // The editor indents by itself, so a line's own indentation is not typed.
      const typed = lines
        .slice(firstTypedLine)
        .map((line) => line.trimStart())
        .join("\n")
        .slice(0, typedCharacters);
      const browser = await launchBrowser();
      const rows: Row[] = [];
      try {
        for (const load of ["idle", "one core busy"] as const) {
          const workspace = join(folder, load.replaceAll(" ", "-"));
          cpSync(sample, workspace, { recursive: true });
          writeFileSync(join(workspace, "typed.py"), `${head}\n`);
          const server = await startWorkbench(workspace, join(folder, `home-${load}`));
          const page = await browser.newPage({ viewport: { width: 1440, height: 860 } });
          const workbench = new Workbench(page);
          await workbench.open(server.link);
          await workbench.openFile("typed.py");
          await workbench.goTo(firstTypedLine + 1);
          await page.waitForTimeout(3000);
          const busy = load === "idle" ? undefined : keepCoreBusy();
          const { shown, keys } = await typeTrace(page, typed);
          busy?.stop();
          progress(`${load}: ${keys} keys, ghost text ${shown.length} times`);
          await page.close();
          await server.stop();
          rows.push(
            { what: `key to ghost text, p50, ${load}`, value: percentile(shown, 0.5), unit: "ms" },
            {
              what: `key to ghost text, p95, ${load}`,
              value: percentile(shown, 0.95),
              unit: "ms",
              target: { atMost: 300 },
            },
            { what: `keys that brought ghost text, ${load}`, value: (shown.length / keys) * 100, unit: "%" },
          );
        }
      } finally {
        await browser.close();
      }
      return rows;
    }),
};
