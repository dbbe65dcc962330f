import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { expect, test } from "../fixtures.ts";
import { SettingsView } from "../pages/settingsView.ts";

test("a setting is changed in the form, stands in the JSON file, takes effect and can be reset; a refused value says so", async ({
  workbench,
  home,
  page,
}) => {
  const file = join(home, "settings.json");
  const settings = new SettingsView(page);
  await workbench.openFile("README.md");
  await settings.open();
  await settings.search.fill("font size");
  const size = settings.control("editor.fontSize");
  await size.fill("21");
  await size.press("Enter");
  await expect.poll(() => existsSync(file) && readFileSync(file, "utf8")).toContain('"editor.fontSize": 21');
  await size.fill("200");
  await size.press("Enter");
  await expect(settings.row("editor.fontSize").getByRole("alert")).toBeVisible();
  expect(readFileSync(file, "utf8")).toContain('"editor.fontSize": 21');
  await workbench.tab(/README\.md/).click();
  await expect(workbench.editor.locator(".view-line").first()).toHaveCSS("font-size", "21px");

  await workbench.tab(/Settings/).click();
  await page.getByRole("button", { name: "Edit as JSON" }).click();
  await expect(workbench.tab(/User settings \(JSON\)/)).toBeVisible();
  await expect(page.locator(".settings-json-editor .view-lines")).toContainText('"editor.fontSize"');
  await page.locator(".settings-json-editor .monaco-editor").click();
  await page.keyboard.press("Control+a");
  await page.keyboard.insertText('{ "editor.fontSize": "big", "editor.unheardOf": 1 }');
  await page.keyboard.press("Control+s");
  await workbench.tab(/^Settings/).click();
  await expect(page.getByRole("alert").filter({ hasText: /editor\.fontSize/ })).toBeVisible();
  await expect(page.getByRole("alert").filter({ hasText: /editor\.unheardOf/ })).toBeVisible();
  await workbench.tab(/README\.md/).click();
  await expect(workbench.editor.locator(".view-line").first()).toHaveCSS("font-size", "13px");
});

test("a workspace may not choose the shell, and says so", async ({ workbench, workspace, page }) => {
  mkdirSync(join(workspace, ".airlock"), { recursive: true });
  writeFileSync(join(workspace, "planted.sh"), "#!/bin/sh\ntouch planted-ran\n", { mode: 0o755 });
  writeFileSync(
    join(workspace, ".airlock/settings.json"),
    JSON.stringify({ "terminal.shell": join(workspace, "planted.sh"), "editor.fontSize": 17 }),
  );
  const settings = new SettingsView(page);
  await workbench.openFile("README.md");
  await expect(workbench.editor.locator(".view-line").first()).toHaveCSS("font-size", "17px");
  await settings.open();
  await page.getByRole("tab", { name: "Workspace" }).click();
  await expect(page.getByRole("alert").filter({ hasText: /terminal\.shell/ })).toBeVisible();
  await workbench.openTerminal();
  await page.keyboard.type("echo shell-$((1+1))");
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("terminal")).toContainText("shell-2");
  expect(existsSync(join(workspace, "planted-ran"))).toBe(false);
});

test("dark, light and high contrast are three sets of colours, in the window, in code and in the terminal", async ({
  workbench,
  page,
}) => {
  await workbench.openFile("orders/models.py");
  await workbench.openTerminal();
  const seen = new Map<string, string>();
  for (const [theme, command] of [
    ["dark", "Colour Theme: Dark"],
    ["light", "Colour Theme: Light"],
    ["high-contrast", "Colour Theme: High contrast"],
  ] as const) {
    await workbench.runCommand(command);
    await expect(page.locator("html")).toHaveAttribute("data-theme", theme);
    // Each part draws on its own account: the last of them tells when all have.
    await expect.poll(async () => [...seen.values()].includes(await colours(page))).toBe(false);
    seen.set(theme, await colours(page));
  }
  for (const part of [0, 1, 2])
    expect(new Set([...seen.values()].map((all) => all.split(" | ")[part])).size).toBe(3);
});

/** Grounds of the window and the code, and the terminal's ink, as drawn. */
function colours(page: Page): Promise<string> {
  return page.evaluate(() =>
    ["body", ".monaco-editor", ".xterm-rows"]
      .map((selector) => {
        const element = document.querySelector(selector);
        return element
          ? getComputedStyle(element)[selector === ".xterm-rows" ? "color" : "backgroundColor"]
          : "none";
      })
      .join(" | "),
  );
}
