import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { expect, test } from "../fixtures.ts";
import { bringGhostText } from "../pages/ghostTyping.ts";

const model = resolve(import.meta.dirname, "..", "..", "models", "airlock-fim-5m-q8_0.gguf");

test("the ledger lists what was suggested and what became of it, filters, and verifies itself", async ({
  workbench,
  workspace,
  page,
}) => {
  const accepted = await bringGhostText(workbench, workspace);
  await page.keyboard.press("Tab");
  await expect(workbench.ghostText).toHaveCount(0);
  await bringGhostText(workbench, workspace, "more.py");
  await page.keyboard.press("Escape");
  await expect(workbench.ghostText).toHaveCount(0);
  await page.getByRole("button", { name: "Ledger" }).click();
  const rows = page.getByTestId("ledger-row");
  const acceptedRow = rows.and(page.locator("[data-end=accepted]"));
  await expect(acceptedRow).toHaveCount(1);
  await expect(acceptedRow).toContainText("shapes.py");
  await expect(acceptedRow.locator("code")).toContainText(accepted.trim());
  await expect(rows.and(page.locator("[data-end=rejected]")).first()).toContainText("more.py");
  await page.getByRole("combobox", { name: /show only suggestions/i }).selectOption("accepted");
  await expect(rows).toHaveCount(1);
  await expect(rows).toContainText("accepted");
  await page.getByRole("button", { name: "Verify", exact: true }).click();
  await expect(page.getByRole("status").filter({ hasText: "✓" })).toBeVisible();
  await acceptedRow.getByRole("button", { name: /shapes\.py/ }).click();
  await expect(workbench.tab(/shapes\.py/)).toHaveAttribute("aria-selected", "true");
});

test("models are shown with their facts; a wrong file is refused in words, a right one is added by its place and used", async ({
  workbench,
  page,
}) => {
  const folder = mkdtempSync(join(tmpdir(), "airlock-models-"));
  try {
    await workbench.openFile("README.md");
    await page.getByRole("button", { name: "Models" }).click();
    const bundled = page.locator("[data-model=airlock-fim-5m]");
    for (const fact of ["Airlock FIM 5M", "Apache-2.0", "in use", "402939db3059"])
      await expect(bundled).toContainText(fact);
    const file = page.getByRole("textbox", { name: "Add a model by its file" });
    const wrong = join(folder, "wrong.gguf");
    writeFileSync(wrong, "GGUFno model at all");
    await file.fill(wrong);
    await file.press("Enter");
    await expect(page.getByRole("alert").filter({ hasText: "■" })).toBeVisible();
    // The one that writes and the one that finds by sense.
    await expect(page.getByTestId("model-card")).toHaveCount(2);
    const copy = join(folder, "copy.gguf");
    copyFileSync(model, copy);
    await file.fill(copy);
    await file.press("Enter");
    await expect(page.getByTestId("model-card")).toHaveCount(3);
    const added = page.locator("[data-model^=added-]");
    await added.getByRole("button", { name: "Use" }).click();
    await expect(added).toContainText("in use");
    await expect(workbench.statusBar.getByRole("button", { name: /idle/i })).toBeVisible();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test("the gate scans the open file, lists what it found with the reason, and marks it in the text", async ({
  workbench,
  workspace,
  page,
}) => {
  writeFileSync(
    join(workspace, "danger.py"),
    'import os\n\n\ndef remove(name):\n    os.system("rm " + name)\n',
  );
  await workbench.openFile("danger.py");
  await workbench.runCommand("Scan the Open File");
  const finding = page.getByTestId("gate-finding").first();
  await expect(finding).toContainText(/blocked/i);
  await expect(finding).toContainText("CWE-78");
  await expect(workbench.editor.locator(".squiggly-error").first()).toBeVisible();
  await finding.getByRole("button", { name: "danger.py:5" }).click();
  await workbench.expectCursor(5);
  await page.keyboard.press("Control+Shift+m");
  await expect(page.getByRole("treeitem", { name: /^Error: .* gate .*Ln 5/ })).toBeVisible();
  // A change may have moved what was found: the marks go until the next scan.
  await workbench.goTo(1);
  await page.keyboard.type("# ");
  await expect(page.getByRole("treeitem", { name: /^Error: .* gate .*Ln 5/ })).toHaveCount(0);
});
