import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "../fixtures.ts";
import { SearchView } from "../pages/searchView.ts";

const words = ["Total total", "subtotal = 1", "total2 = 2", "TOTAL"].join("\n");

test("text is found across files, by case, whole word and regular expression, and a result opens at its place", async ({
  workbench,
  workspace,
  page,
}) => {
  writeFileSync(join(workspace, "words.txt"), `${words}\n`);
  writeFileSync(join(workspace, "orders/more.txt"), "a total\n");
  const search = new SearchView(page);
  await search.open();
  await page.getByRole("button", { name: "Toggle search details" }).click();
  await page.getByLabel("Files to include").fill("*.txt");
  await search.find("total");
  await expect(search.summary).toHaveText("6 results in 2 files");
  await search.toggle("Match case");
  await expect(search.summary).toHaveText("4 results in 2 files");
  await search.toggle("Match whole word");
  await expect(search.summary).toHaveText("2 results in 2 files");
  await search.toggle("Match whole word");
  await search.toggle("Use regular expression");
  await search.find("^(sub)?total\\d? =");
  await expect(search.summary).toHaveText("2 results in 1 file");
  expect(await search.names()).toEqual([
    "words.txt, 2 matches",
    "Line 2: subtotal = 1",
    "Line 3: total2 = 2",
  ]);

  await search.find("(unclosed");
  await expect(page.getByText("The search could not run.")).toBeVisible();
  await search.find("total2");
  await search.row(/^Line 3/).dblclick();
  await expect(workbench.tab(/words\.txt/)).toBeVisible();
  await workbench.expectCursor(3);
  await expect(page.locator(".monaco-editor.focused")).toBeVisible();
});

test("a replacement is shown first, made for one match, then for all; unsaved text is replaced where it stands", async ({
  workbench,
  workspace,
  page,
}) => {
  const closed = join(workspace, "closed.txt");
  const open = join(workspace, "open.txt");
  writeFileSync(closed, "old_name(1)\nold_name(2)\n");
  writeFileSync(open, "old_name(3)\n");
  await workbench.openFile("open.txt");
  await page.keyboard.press("Control+End");
  await page.keyboard.type("# unsaved words");
  await expect(workbench.tab(/open\.txt.*unsaved/i)).toBeVisible();

  const search = new SearchView(page);
  await search.open();
  await search.toggle("Use regular expression");
  await search.find("old_name\\((\\d)\\)");
  await expect(search.summary).toHaveText("3 results in 2 files");
  await page.getByRole("button", { name: "Toggle replace" }).click();
  await search.replacement.fill("new[$1]");
  await expect(search.row("Line 1: old_name(1), becomes new[1]")).toBeVisible();
  expect(readFileSync(closed, "utf8")).toBe("old_name(1)\nold_name(2)\n");

  const one = search.row("Line 1: old_name(1), becomes new[1]");
  await one.hover();
  await one.getByRole("button", { name: "Replace", exact: true }).click();
  await expect.poll(() => readFileSync(closed, "utf8")).toBe("new[1]\nold_name(2)\n");

  await page.getByRole("button", { name: "Replace all", exact: true }).click();
  const dialog = page.getByRole("alertdialog").or(page.getByRole("dialog"));
  await expect(dialog).toContainText("2 matches in 2 files");
  await page.keyboard.press("Escape");
  expect(readFileSync(closed, "utf8")).toBe("new[1]\nold_name(2)\n");
  await page.getByRole("button", { name: "Replace all", exact: true }).click();
  await dialog.getByRole("button", { name: "Replace", exact: true }).click();
  await expect.poll(() => readFileSync(closed, "utf8")).toBe("new[1]\nnew[2]\n");
  await workbench.tab(/open\.txt/).click();
  await expect.poll(() => workbench.visibleText()).toContain("new[3]\n# unsaved words");
  await page.locator(".monaco-editor.focused").waitFor();
  await page.keyboard.press("Control+z");
  await expect.poll(() => workbench.visibleText()).toContain("old_name(3)\n# unsaved words");
});
