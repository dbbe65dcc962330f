import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { airlockJson } from "../commandLine.ts";
import { expect, test } from "../fixtures.ts";
import { ghostCursor, ghostSource } from "../pages/ghostTyping.ts";
import { Workbench } from "../pages/workbench.ts";
import { startWorkbench } from "../workbenchProcess.ts";

/** A place where it writes what must not be written. */
const dangerous = `import os


def remove(name):
    os.system("rm " + name)


def copy(name):
    os.system("cp " + 
`;

async function typeAt(workbench: Workbench, page: Page, text: string): Promise<void> {
  await workbench.openFile("shapes.py");
  await workbench.goTo(ghostCursor.line, ghostCursor.column);
  await page.keyboard.type(text, { delay: 40 });
}

test.beforeEach(({ workspace }) => {
  writeFileSync(join(workspace, "shapes.py"), ghostSource);
  writeFileSync(join(workspace, "danger.py"), dangerous);
});

/** What is saved of the line under the cursor. */
async function savedLine(workbench: Workbench, workspace: string): Promise<string> {
  await workbench.save();
  await expect(workbench.tab(/shapes\.py.*unsaved/i)).toHaveCount(0);
  return readFileSync(join(workspace, "shapes.py"), "utf8").split("\n")[ghostCursor.line - 1] ?? "";
}

test("typing brings ghost text from the real model; Tab takes it whole, and it is remembered", async ({
  workbench,
  workspace,
  home,
  page,
}) => {
  await typeAt(workbench, page, "self.height");
  const shown = await workbench.shownGhostText();
  expect(shown).toMatch(/\S/);
  await page.keyboard.press("Tab");
  await expect(workbench.ghostText).toHaveCount(0);
  await expect.poll(() => airlockJson(home, "ledger", "stats")).toMatchObject({ ended: { accepted: 1 } });
  expect(await savedLine(workbench, workspace)).toBe(`        self.height${shown}`);
  expect(airlockJson(home, "ledger", "verify")).toMatchObject({ ok: true });
});

test("one undo takes an accepted suggestion back", async ({ workbench, workspace, page, home }) => {
  await typeAt(workbench, page, "self.height");
  await workbench.shownGhostText();
  await page.keyboard.press("Tab");
  await expect.poll(() => airlockJson(home, "ledger", "stats")).toMatchObject({ ended: { accepted: 1 } });
  await expect(workbench.ghostText).toHaveCount(0);
  await page.keyboard.press("Control+z");
  expect(await savedLine(workbench, workspace)).toBe("        self.height");
});

test("Ctrl+Right takes a word at a time and the ledger counts it as partly", async ({
  workbench,
  workspace,
  home,
  page,
}) => {
  await typeAt(workbench, page, "self.height");
  const shown = await workbench.shownGhostText();
  await page.keyboard.press("Control+ArrowRight");
  await expect.poll(async () => (await workbench.shownGhostText()).length).toBeLessThan(shown.length);
  await page.keyboard.press("Escape");
  await expect(workbench.ghostText).toHaveCount(0);
  await expect
    .poll(() => airlockJson(home, "ledger", "stats"))
    .toMatchObject({ ended: { partly: 1, accepted: 0 } });
  const line = await savedLine(workbench, workspace);
  expect(line.length).toBeGreaterThan("        self.height".length);
  expect(`        self.height${shown}`.startsWith(line.trimEnd())).toBe(true);
});

test("Escape rejects, and the text stays as typed", async ({ workbench, workspace, home, page }) => {
  await typeAt(workbench, page, "self.height");
  await workbench.shownGhostText();
  await page.keyboard.press("Escape");
  await expect(workbench.ghostText).toHaveCount(0);
  await expect
    .poll(() => airlockJson(home, "ledger", "stats"))
    .toMatchObject({ ended: { rejected: 1, accepted: 0 } });
  expect(await savedLine(workbench, workspace)).toBe("        self.height");
});

test("what the gate blocks is struck out with its reason and Tab cannot take it", async ({
  workbench,
  workspace,
  page,
}) => {
  await workbench.openFile("danger.py");
  await workbench.goTo(9, 1);
  await page.keyboard.press("End");
  await page.keyboard.press("Alt+\\");
  await expect(page.locator(".monaco-editor .view-lines")).toContainText(/Blocked:.*CWE-78/);
  await expect(workbench.ghostText).toHaveCount(0);
  await page.keyboard.press("Tab");
  await expect(workbench.tab(/danger\.py.*unsaved/i)).toBeVisible();
  await workbench.save();
  await expect(workbench.tab(/danger\.py.*unsaved/i)).toHaveCount(0);
  expect(readFileSync(join(workspace, "danger.py"), "utf8")).not.toMatch(/"cp " \+\s+\w/);
});

test("subtle mode shows nothing until it is asked", async ({ workbench, home, page }) => {
  writeFileSync(join(home, "settings.json"), '{ "completion.mode": "subtle" }');
  await page.waitForTimeout(500);
  await typeAt(workbench, page, "self.height");
  await page.waitForTimeout(1500);
  await expect(workbench.ghostText).toHaveCount(0);
  await page.keyboard.press("Alt+\\");
  await expect(workbench.ghostText.first()).toBeVisible();
});

test("an undecided suggestion, the tabs and the ledger are back after a restart", async ({
  workbench,
  server,
  workspace,
  home,
  page,
  context,
}) => {
  await typeAt(workbench, page, "self.height");
  await expect(workbench.ghostText.first()).toBeVisible();
  // Later than the backup's and the session's half second, as a crash mostly is.
  await page.waitForTimeout(1500);
  await server.stop("SIGKILL");
  await page.close();
  const again = await startWorkbench(workspace, home);
  try {
    const restored = new Workbench(await context.newPage());
    await restored.open(again.link);
    await expect(restored.tab(/shapes\.py.*unsaved/i)).toBeVisible();
    await expect(restored.ghostText.first()).toBeVisible();
    expect(airlockJson(home, "ledger", "verify")).toMatchObject({ ok: true });
    expect((airlockJson(home, "ledger", "stats") as { shown: number }).shown).toBeGreaterThan(0);
  } finally {
    await again.stop();
  }
});

test("the host gone between ghost text and Tab: refused with a sentence, nothing inserted", async ({
  workbench,
  server,
  page,
}) => {
  await typeAt(workbench, page, "self.height");
  const shown = await workbench.shownGhostText();
  await server.stop("SIGKILL");
  await page.keyboard.press("Tab");
  await expect(page.getByText(/reconnect/i).first()).toBeVisible();
  // The line may still show the offer as ghost text; as text of the file it must not be there.
  await page.keyboard.press("Escape");
  await expect(workbench.ghostText).toHaveCount(0);
  expect((await workbench.visibleText()).split("\n")[ghostCursor.line - 1]).not.toContain(shown.trim());
});

test("ADVERSARIAL 15: the model's process dies; the editor lives, says so, and a restart brings ghost text back", async ({
  workbench,
  page,
  server,
}) => {
  await typeAt(workbench, page, "self.height");
  await expect(workbench.ghostText.first()).toBeVisible();
  const { execFileSync } = await import("node:child_process");
  execFileSync("pkill", ["-SEGV", "-P", String(server.child.pid), "-f", "modelProcess"]);
  const stopped = workbench.statusBar.getByRole("button", { name: /stopped/i });
  await expect(stopped).toBeVisible();
  await stopped.click();
  await expect(workbench.statusBar.getByRole("button", { name: /idle/i })).toBeVisible();
  await workbench.tab(/shapes\.py/).click();
  await workbench.goTo(ghostCursor.line, 20);
  await page.keyboard.press("Backspace");
  await page.keyboard.type("t", { delay: 40 });
  await expect(workbench.ghostText.first()).toBeVisible();
});
