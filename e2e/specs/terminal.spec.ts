import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { expect, test } from "../fixtures.ts";
import { TerminalPanel } from "../pages/terminalPanel.ts";

test("a shell opens with the keyboard in it, runs commands and says how they ended; a second one stands beside it", async ({
  workbench,
  workspace,
  page,
}) => {
  const terminal = new TerminalPanel(page);
  await workbench.openFile("README.md");
  await terminal.open();
  await terminal.run("pwd; echo one > made.txt");
  await terminal.waitFor(workspace);
  await expect(terminal.lastCommand).toHaveText("Exit 0");
  expect(readFileSync(join(workspace, "made.txt"), "utf8")).toBe("one\n");
  await terminal.run("sh -c 'exit 7'");
  await expect(terminal.lastCommand).toContainText("Exit 7");
  // What was typed went to the shell alone.
  await expect(workbench.tab(/README\.md.*unsaved/i)).toHaveCount(0);

  await page.keyboard.press("Control+Shift+Backquote");
  await expect(terminal.tabs).toHaveCount(2);
  await terminal.ready();
  await terminal.run("echo second-$((40+2))");
  await terminal.waitFor("second-42");
  await page.keyboard.press("Control+PageUp");
  await terminal.waitFor("sh -c 'exit 7'");
  await terminal.run("exit 0");
  await expect(terminal.tabs).toHaveCount(0);
  await terminal.waitFor("second-42");

  await page.keyboard.press("Control+Backquote");
  await expect(terminal.screen).toHaveCount(0);
  await expect(page.locator(".monaco-editor.focused")).toBeVisible();
});

test("a shell outlives a reload of the page with its output, and follows the panel's size", async ({
  workbench,
  page,
}) => {
  const terminal = new TerminalPanel(page);
  await workbench.openFile("README.md");
  await terminal.open();
  await terminal.run("kept=$((6*7)); echo before-$kept");
  await terminal.waitFor("before-42");
  await page.reload();
  await terminal.waitFor("before-42");
  await terminal.screen.click();
  await terminal.run("echo after-$kept");
  await terminal.waitFor("after-42");

  const before = await terminal.size();
  await page.getByRole("separator", { name: "Resize the panel" }).focus();
  for (let step = 0; step < 4; step++) await page.keyboard.press("ArrowUp");
  await terminal.screen.click();
  await expect.poll(async () => (await terminal.size()).rows).toBeGreaterThan(before.rows);
  await page.setViewportSize({ width: 1000, height: 860 });
  await expect.poll(async () => (await terminal.size()).columns).toBeLessThan(before.columns);
});

test("ADVERSARIAL 33: 100 MB of output leave page and host small and quick, and Ctrl+C stops what never ends", async ({
  workbench,
  server,
  page,
}) => {
  test.setTimeout(240_000);
  const terminal = new TerminalPanel(page);
  await workbench.openFile("README.md");
  await terminal.open();
  const heapBefore = await pageHeap(page);
  const hostBefore = peakMemory(server.child.pid);
  const line = "0123456789".repeat(10);
  await terminal.run(`clear; yes ${line} | head -c 100000000; echo; echo flood-$((1+1))`);
  await expect.poll(() => terminal.text(), { timeout: 200_000 }).toContain("flood-2");
  expect((await pageHeap(page)) - heapBefore).toBeLessThan(60 * mebibyte);
  expect(peakMemory(server.child.pid) - hostBefore).toBeLessThan(120 * mebibyte);

  await terminal.run("clear; yes forever");
  await terminal.waitFor(/^forever$/m);
  await page.keyboard.press("Control+c");
  await expect(terminal.lastCommand).toContainText("Exit 130");
  await terminal.run("clear; echo alive-$((1+1))");
  await terminal.waitFor("alive-2");
  // Ctrl+P belongs to the shell in here.
  await workbench.tab(/README\.md/).click();
  await workbench.openFile("orders/models.py");
  expect(await workbench.visibleText()).toContain("class Order:");
});

test("ADVERSARIAL 34: output can't touch the clipboard, have anything typed back, or lead anywhere", async ({
  workbench,
  workspace,
  context,
  server,
  page,
}) => {
  const terminal = new TerminalPanel(page);
  await context.grantPermissions(["clipboard-read", "clipboard-write"], {
    origin: new URL(server.link).origin,
  });
  await page.evaluate(() => navigator.clipboard.writeText("mine"));
  const stolen = Buffer.from("touch stolen\n").toString("base64");
  writeFileSync(
    join(workspace, "hostile.txt"),
    [
      `\x1b]52;c;${stolen}\x07`,
      `\x1b]52;c;?\x07`,
      "\x1b]2;touch typed-back\x07\x1b[21t\x1b[20t\x1b[18t\x1b[14t",
      "\x1b]9;notification\x07\x1b]777;notify;title;body\x07",
      "\x1b]8;;file:///etc/passwd\x07click-the-file\x1b]8;;\x07\r\n",
      "\x1b]8;;javascript:document.title=1\x07click-the-script\x1b]8;;\x07\r\n",
      "\x1b]8;;https://example.org/\x07click-the-site\x1b]8;;\x07\r\n",
    ].join(""),
  );
  await workbench.openFile("README.md");
  await terminal.open();
  const pages: string[] = [];
  context.on("page", (opened) => pages.push(opened.url()));
  const requests: string[] = [];
  page.on("request", (request) => requests.push(request.url()));
  // %q, for what was typed back may itself be a sequence that the screen would swallow.
  await terminal.run("clear; cat hostile.txt; read -t 2 -n 80 answer; printf 'answer=[%q]\\n' \"$answer\"");
  await terminal.waitFor("answer=['']");
  for (const word of ["click-the-file", "click-the-script", "click-the-site"]) {
    await terminal.clickText(word);
    await terminal.clickText(word, ["Control"]);
  }
  await terminal.run("clear; ls");
  await terminal.waitFor("hostile.txt");
  expect(await terminal.text()).not.toMatch(/stolen|typed-back/);
  // A deliberate Ctrl+click on a web address copies it; nothing that was merely printed may.
  expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(
    /^(mine|https:\/\/example\.org\/)$/,
  );
  expect(pages).toEqual([]);
  expect(requests.filter((url) => !url.startsWith(new URL(server.link).origin))).toEqual([]);
  await expect(page).toHaveTitle(/Airlock/);
  await expect(workbench.tab(/passwd/)).toHaveCount(0);
});

test("ADVERSARIAL 23 (terminal): a shell inherits no token and no variable of Airlock's", async ({
  workbench,
  workspace,
  server,
  page,
}) => {
  const terminal = new TerminalPanel(page);
  await workbench.openFile("README.md");
  await terminal.open();
  await terminal.run("env | sort > environment.txt; echo written-$((1+1))");
  await terminal.waitFor("written-2");
  const environment = readFileSync(join(workspace, "environment.txt"), "utf8");
  expect(environment).toMatch(/^TERM=xterm-256color$/m);
  expect(environment).not.toContain(new URL(server.link).searchParams.get("token"));
  expect(
    environment.split("\n").filter((line) => /^(AIRLOCK_|NODE_OPTIONS|NODE_CHANNEL)/i.test(line)),
  ).toEqual([]);
});

const mebibyte = 1024 * 1024;

/** Bytes of JavaScript heap that are still held after a collection. */
async function pageHeap(page: Page): Promise<number> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("HeapProfiler.collectGarbage");
  const { usedSize } = await devtools.send("Runtime.getHeapUsage");
  await devtools.detach();
  return usedSize;
}

/** The most memory that a process ever held, in bytes. */
function peakMemory(pid: number | undefined): number {
  const kibibytes = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
  return Number(kibibytes) * 1024;
}
