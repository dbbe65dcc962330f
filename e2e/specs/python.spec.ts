import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "../fixtures.ts";
import { CodeHelp } from "../pages/codeHelp.ts";

test("Python's problems, hovers, definitions and completions come from the language server", async ({
  workbench,
  workspace,
  page,
}) => {
  writeFileSync(
    join(workspace, "use.py"),
    "from orders.reports import monthly_totals\n\ntotals: int = monthly_totals([])\nmonthly_totals(3)\n\n",
  );
  const help = new CodeHelp(page);
  await workbench.openFile("use.py");
  await page.keyboard.press("Control+Shift+m");
  await expect(help.problem(/^Error: .*"dict\[str, int\]".*"int".* Ln 3, /)).toBeVisible();
  await expect(help.problem(/^Error: .*"list\[Order\]".* Ln 4, /)).toBeVisible();
  await help.problem(/ Ln 4, /).dblclick();
  await workbench.expectCursor(4);

  await workbench.goTo(4, 3);
  await help.showHover();
  await expect(help.hover).toContainText("monthly_totals");
  await expect(help.hover).toContainText("Sum of amounts per calendar month, in cents.");
  await page.keyboard.press("Escape");

  await page.keyboard.press("F12");
  await expect(workbench.tab(/reports\.py/)).toBeVisible();
  await workbench.expectCursor(27);

  await workbench.tab(/use\.py/).click();
  await workbench.goTo(5);
  await page.keyboard.type("from orders.models import Or");
  await expect(help.suggestion("Order")).toBeVisible();
  await page.keyboard.press("Enter");
  await page.keyboard.type("\nOrder.mon");
  await expect(help.suggestion("month")).toBeVisible();
});

test("what is typed while the language server is still cold stands as it was typed", async ({
  workbench,
  workspace,
  page,
}) => {
  writeFileSync(join(workspace, "cold.py"), "");
  const help = new CodeHelp(page);
  await workbench.openFile("cold.py");
  await page.keyboard.type("import os", { delay: 15 });
  await page.keyboard.press("Enter");
  await page.keyboard.type("from orders import models\nprint(os.sep)", { delay: 15 });
  await expect
    .poll(() => workbench.visibleText())
    .toBe("import os\nfrom orders import models\nprint(os.sep)");
  // The language server read the same text: nothing of it is a problem.
  await page.keyboard.press("Control+End");
  await page.keyboard.type("\nos.nothing_such");
  await page.keyboard.press("Control+Shift+m");
  await expect(help.problem(/"nothing_such".* Ln 4, /)).toBeVisible();

  // Cold once more, and asked to start again while it starts.
  await workbench.tab(/cold\.py/).click();
  await workbench.runCommand("Restart Language Server");
  await workbench.runCommand("Restart Language Server");
  await page.keyboard.press("Control+a");
  await page.keyboard.press("Delete");
  await page.keyboard.type("import os", { delay: 100 });
  await expect(help.suggestion("os")).toHaveText(/^os$/);
  await page.keyboard.press("Enter");
  await expect.poll(() => workbench.visibleText()).toMatch(/^import os\n?$/);
});

test("TypeScript's problems and completions come from the editor's own service", async ({
  workbench,
  workspace,
  page,
}) => {
  writeFileSync(join(workspace, "web/use.ts"), "const size: number = 'three';\n\n");
  const help = new CodeHelp(page);
  await workbench.openFile("web/use.ts");
  await page.keyboard.press("Control+Shift+m");
  await expect(help.problem(/^Error: Type 'string' is not assignable to type 'number'/)).toBeVisible();
  await help.problem(/not assignable/).dblclick();
  await workbench.goTo(2);
  await page.keyboard.type("size.toFi");
  await expect(help.suggestion("toFixed")).toBeVisible();
  await page.keyboard.press("Enter");
  await expect.poll(() => workbench.visibleText()).toContain("size.toFixed");
});
