import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "../fixtures.ts";

const prices = `def price(amount, member):
    """What an order costs, in cents."""
    if amount > 100:
        amount = amount - 10
    if member:
        amount = amount * 9 // 10
    return amount
`;
const tests = `from prices import price


def test_small_orders_cost_what_they_cost():
    assert price(50, False) == 50


def test_members_pay_less():
    assert price(50, True) == 45
`;

test.beforeEach(({ workspace }) => {
  mkdirSync(join(workspace, "tests"), { recursive: true });
  writeFileSync(join(workspace, "prices.py"), prices);
  writeFileSync(join(workspace, "tests", "test_prices.py"), tests);
});

test("the tests of a file run in the sandbox as the editor shows them, saved or not", async ({
  workbench,
  page,
}) => {
  await workbench.openFile("tests/test_prices.py");
  await workbench.runCommand("Run the Tests of the Open File");
  const ran = page.getByTestId("tests-ran");
  await expect(ran.getByTestId("test-result")).toHaveCount(2, { timeout: 60_000 });
  await expect(ran).toContainText("passed");

  await workbench.goTo(9, 1);
  await page.keyboard.press("End");
  await page.keyboard.type("1");
  await ran.getByRole("button", { name: "Run again" }).click();
  const failed = ran.getByTestId("test-result").first();
  await expect(failed).toHaveAttribute("data-outcome", "failed", { timeout: 60_000 });
  await expect(failed).toContainText("test_members_pay_less");
  await expect(failed).toContainText("451");
  await workbench.goTo(1, 1);
  await failed.getByRole("button", { name: "tests/test_prices.py:9" }).click();
  await workbench.expectCursor(9);
});

test("what tests do not notice is shown as diffs, and a test that notices it is begun and left to ghost text", async ({
  workbench,
  page,
}) => {
  await workbench.openFile("prices.py");
  await workbench.goTo(3, 5);
  await workbench.runCommand("Measure the Tests of a Function");
  await page.getByRole("option", { name: /tests\/test_prices\.py/ }).click();
  await expect(page.getByTestId("tests-measuring")).toContainText("price");
  const measured = page.getByTestId("tests-measured");
  await expect(measured).toContainText(/\d+ % of \d+ changes were noticed/, { timeout: 120_000 });
  const boundary = measured.getByTestId("survivor").filter({ hasText: "> became >=" });
  await expect(boundary).toContainText("if amount >= 100:");
  await boundary.getByRole("button", { name: "prices.py:3" }).click();
  await workbench.expectCursor(3);

  await boundary.getByRole("button", { name: "Ask for a test that notices it" }).click();
  await expect(page.locator(".monaco-editor .view-lines")).toContainText(
    "price must be told from one in which > became >= (prices.py:3).",
  );
  await workbench.expectCursor(14);
  await page.keyboard.type("100, False) == 100");
  await measured.getByRole("button", { name: "Measure again" }).click();
  await expect(measured).toContainText(/were noticed|was not|were not/, { timeout: 120_000 });
  await expect(measured.getByTestId("survivor").filter({ hasText: "> became >=" })).toHaveCount(0);
});

test("a measurement can be cancelled, and tests that fail are not measured", async ({
  workbench,
  workspace,
  page,
}) => {
  writeFileSync(join(workspace, "tests", "test_prices.py"), tests.replace("== 45", "== 46"));
  await workbench.openFile("prices.py");
  await workbench.goTo(3, 5);
  await workbench.runCommand("Measure the Tests of a Function");
  await page.getByRole("option", { name: /tests\/test_prices\.py/ }).click();
  await page.getByTestId("tests-measuring").getByRole("button", { name: "Cancel" }).click();
  await expect(page.getByRole("button", { name: "Measure the tests of a function" }).last()).toBeVisible();
  await workbench.runCommand("Measure the Tests of a Function");
  await page.getByRole("option", { name: /tests\/test_prices\.py/ }).click();
  await expect(page.getByTestId("panel")).toContainText("The tests do not pass on price as it is", {
    timeout: 60_000,
  });
});
