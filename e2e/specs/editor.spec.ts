import { chmodSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "../fixtures.ts";

test("a folder opens, a file is found by name, edited and saved with its mode kept", async ({
  workbench,
  workspace,
  page,
}) => {
  const file = join(workspace, "orders/models.py");
  chmodSync(file, 0o755);
  const before = readFileSync(file, "utf8");
  await workbench.openFile("orders/models.py");
  expect(await workbench.visibleText()).toContain("class Order:");
  await workbench.goTo(1);
  await page.keyboard.type("# first line\n");
  await expect(workbench.tab(/models\.py.*unsaved/i)).toBeVisible();
  await workbench.save();
  await expect(workbench.tab(/models\.py.*unsaved/i)).toHaveCount(0);
  expect(readFileSync(file, "utf8")).toBe(`# first line\n${before}`);
  expect(statSync(file).mode & 0o777).toBe(0o755);
});

test("line ends, byte order mark and encoding are kept by a save", async ({ workbench, workspace, page }) => {
  const windows = join(workspace, "windows.txt");
  writeFileSync(windows, Buffer.from("\ufeffone\r\ntwo\r\n", "utf8"));
  const latin = join(workspace, "latin.txt");
  writeFileSync(latin, Buffer.from([0x63, 0x61, 0x66, 0xe9, 0x0a]));
  await workbench.openFile("windows.txt");
  await page.keyboard.press("Control+End");
  await page.keyboard.type("three");
  await workbench.save();
  await expect
    .poll(() => readFileSync(windows).toString("latin1"))
    .toBe(Buffer.from("\ufeffone\r\ntwo\r\nthree", "utf8").toString("latin1"));
  await workbench.openFile("latin.txt");
  await page.keyboard.press("Control+End");
  await page.keyboard.type("x");
  await workbench.save();
  await expect.poll(() => readFileSync(latin).toString("hex")).toBe("636166e90a78");
});

test("ADVERSARIAL 11: a file that changed on disk under unsaved text shows a conflict and is never overwritten", async ({
  workbench,
  workspace,
  page,
}) => {
  const file = join(workspace, "orders/models.py");
  await workbench.openFile("orders/models.py");
  await workbench.goTo(1);
  await page.keyboard.type("# mine\n");
  writeFileSync(file, "# theirs\n");
  await workbench.save();
  const bar = page.getByRole("alert").filter({ hasText: /changed on disk/i });
  await expect(bar).toBeVisible();
  expect(readFileSync(file, "utf8")).toBe("# theirs\n");
  await bar.getByRole("button", { name: "Compare" }).click();
  await expect(page.locator(".monaco-diff-editor")).toBeVisible();
  await workbench.tab(/^models\.py.*unsaved/i).click();
  await page
    .getByRole("alert")
    .filter({ hasText: /changed on disk/i })
    .getByRole("button", { name: "Overwrite" })
    .click();
  await expect.poll(() => readFileSync(file, "utf8")).toMatch(/^# mine\n/);
});

test("a change on disk reaches a clean editor quietly", async ({ workbench, workspace }) => {
  await workbench.openFile("README.md");
  writeFileSync(join(workspace, "README.md"), "# Changed elsewhere\n");
  await expect.poll(() => workbench.visibleText()).toContain("# Changed elsewhere");
});

test("files and folders are made, renamed and trashed from the keyboard; git's colours have words", async ({
  workbench,
  workspace,
  page,
}) => {
  await workbench.explorer.getByRole("treeitem", { name: /README/ }).click();
  await workbench.runCommand("New File…");
  await page.getByRole("textbox", { name: /name/i }).fill("notes.py");
  await page.keyboard.press("Enter");
  const made = workbench.explorer.getByRole("treeitem", { name: /notes\.py/ });
  await expect(made).toBeVisible();
  await expect(made).toHaveAccessibleName(/untracked/i);
  await made.click();
  await made.press("F2");
  await page.getByRole("textbox", { name: /name/i }).fill("ideas.py");
  await page.keyboard.press("Enter");
  const renamed = workbench.explorer.getByRole("treeitem", { name: /ideas\.py/ });
  await expect(renamed).toBeVisible();
  await renamed.click();
  await renamed.press("Delete");
  const confirm = page.getByRole("dialog").getByRole("button", { name: /trash/i });
  if (await confirm.isVisible({ timeout: 1000 }).catch(() => false)) await confirm.click();
  await expect(workbench.explorer.getByRole("treeitem", { name: /ideas\.py/ })).toHaveCount(0);
  expect(statSync(workspace).isDirectory()).toBe(true);
});

test("ADVERSARIAL 12: unsaved text, tabs and cursor are back after the host was killed", async ({
  workbench,
  server,
  workspace,
  home,
  page,
  context,
}) => {
  await workbench.openFile("orders/reports.py");
  await workbench.openFile("orders/models.py");
  await workbench.goTo(3);
  await page.keyboard.type("unsaved_words = 1");
  await expect(workbench.tab(/models\.py.*unsaved/i)).toBeVisible();
  // The backup is written half a second after the last key; the kill comes later than that, as a crash mostly does.
  await page.waitForTimeout(1500);
  await server.stop("SIGKILL");
  await page.close();

  const { startWorkbench } = await import("../workbenchProcess.ts");
  const { Workbench } = await import("../pages/workbench.ts");
  const again = await startWorkbench(workspace, home);
  try {
    const restored = new Workbench(await context.newPage());
    await restored.open(again.link);
    await expect(restored.tab(/models\.py.*unsaved/i)).toBeVisible();
    await expect(restored.tab(/reports\.py/)).toBeVisible();
    await expect.poll(() => restored.visibleText()).toContain("unsaved_words = 1");
    await expect(restored.page.getByText("Ln 3, Col 18")).toBeVisible();
    expect(readFileSync(join(workspace, "orders/models.py"), "utf8")).not.toContain("unsaved_words");
  } finally {
    await again.stop();
  }
});

test("an editor is split, a tab moves, and a closed one comes back", async ({ workbench, page }) => {
  await workbench.openFile("orders/reports.py");
  await page.keyboard.press("Control+\\");
  await expect(page.getByRole("tablist", { name: "Open editors" })).toHaveCount(2);
  await page.keyboard.press("Control+w");
  await expect(page.getByRole("tablist", { name: "Open editors" })).toHaveCount(1);
  await page.keyboard.press("Control+Shift+t");
  await expect(workbench.tab(/reports\.py/).first()).toBeVisible();
});

test("a dirty tab asks before it closes, and Escape keeps it", async ({ workbench, page }) => {
  await workbench.openFile("README.md");
  await page.keyboard.type("x");
  await page.keyboard.press("Control+w");
  const dialog = page.getByRole("alertdialog").or(page.getByRole("dialog"));
  await expect(dialog.getByRole("button", { name: /don.t save/i })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(workbench.tab(/README\.md.*unsaved/i)).toBeVisible();
});

test("ADVERSARIAL 28 (page): binary, huge and odd files are refused or opened with a sentence, and the window lives on", async ({
  workbench,
  workspace,
  page,
}) => {
  writeFileSync(join(workspace, "picture.bin"), Buffer.from([0, 1, 2, 3, 0, 255]));
  writeFileSync(join(workspace, "long.txt"), "x".repeat(3_000_000));
  await workbench.explorer.getByRole("treeitem", { name: /picture\.bin/ }).dblclick();
  await expect(page.getByText(/not a text file/i).first()).toBeVisible();
  await workbench.openFile("long.txt");
  await page.keyboard.type("y");
  await workbench.save();
  await expect.poll(() => statSync(join(workspace, "long.txt")).size).toBe(3_000_001);
});
