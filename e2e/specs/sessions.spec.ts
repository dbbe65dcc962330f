import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "../fixtures.ts";
import { AssistantPanel } from "../pages/assistantPanel.ts";
import { startWorkbench } from "../workbenchProcess.ts";

test("a question, its answer and a half-made decision are there after a reload, and after the host was killed", async ({
  workbench,
  workspace,
  home,
  server,
  page,
}) => {
  test.setTimeout(180_000);
  const assistant = new AssistantPanel(workbench);
  await workbench.openFile("orders/reports.py");
  await workbench.goTo(30, 1);
  await assistant.ask("Refactor", "Make the totals clearer");
  await expect(assistant.alternatives.first()).toBeVisible();
  const count = await assistant.alternatives.count();
  const hunks = assistant.alternatives.first().getByText(/^\d+ of \d+ hunks?$/);
  const hunk = assistant.alternatives.first().getByTestId("hunk").first();
  const chosen = (await hunks.textContent()) ?? "";
  if (!(await hunk.isVisible())) await hunks.click();
  await hunk.getByRole("checkbox").uncheck();
  // Nothing waits for the next half second: what was decided last goes with the page.
  await page.reload();
  await workbench.waitUntilUsable();
  await expect(assistant.turns).toHaveCount(1);
  await expect(assistant.turns).toHaveAttribute("data-state", "answered");
  await expect(assistant.alternatives).toHaveCount(count);
  await expect(hunks).not.toHaveText(chosen);

  if (!(await hunk.isVisible())) await hunks.click();
  await hunk.getByRole("button", { name: /^Merge line/ }).press("Enter");
  await page.waitForTimeout(1500);
  await server.stop("SIGKILL");
  const again = await startWorkbench(workspace, home);
  try {
    await workbench.open(again.link);
    await expect(assistant.turns).toHaveCount(1);
    await expect(assistant.alternatives).toHaveCount(count);
    if (!(await hunk.isVisible())) await hunks.click();
    await expect(hunk.getByRole("checkbox")).not.toBeChecked();
    await expect(hunk.getByRole("button", { name: /^Do not merge line/ })).toBeVisible();
    // The tab shows its turn though another conversation stands in the panel.
    await assistant.panel.getByRole("button", { name: "New conversation" }).click();
    await expect(assistant.turns).toHaveCount(0);
    await expect(assistant.alternatives).toHaveCount(count);
    await assistant.showConversations();
    await assistant.conversations
      .getByRole("button", { name: /Make the totals clearer/ })
      .first()
      .click();
    await assistant.actOnTurn(assistant.turns.first(), "Ask again");
    await expect(assistant.turns).toHaveCount(2);
    await expect(assistant.turns.last()).toContainText("Make the totals clearer");
    await assistant.panel.getByRole("button", { name: "Stop" }).first().click();
    await expect(assistant.turns.last()).toHaveAttribute("data-state", "stopped");
  } finally {
    await again.stop();
  }
});

test("conversations are found by their words, renamed, pinned, forked, written to a file and deleted", async ({
  workbench,
  workspace,
  page,
}) => {
  const assistant = new AssistantPanel(workbench);
  await workbench.openFile("orders/reports.py");
  await assistant.ask("Tour", "where are totals added");
  await assistant.ask("Tour", "and the customers");
  await workbench.runCommand("New Conversation");
  await expect(assistant.turns).toHaveCount(0);
  await assistant.ask("Tour", "zebra crossings");
  await assistant.showConversations();
  const titles = assistant.conversations.locator(".conversation-title");
  await expect(titles).toHaveText(["zebra crossings", "where are totals added"]);

  const search = assistant.panel.getByRole("textbox", { name: "Search conversations" });
  await search.fill("cross zeb");
  await expect(assistant.conversations).toHaveCount(0);
  await search.fill("zebra cross");
  await expect(assistant.conversations).toHaveCount(1);
  await expect(assistant.conversations.locator("mark")).toHaveText(["zebra", "cross"]);
  await search.fill("nothing says this");
  await expect(assistant.panel.getByText("No question or answer has all of these words.")).toBeVisible();
  await assistant.panel.getByRole("button", { name: "Show all" }).click();

  const totals = assistant.conversations.filter({ hasText: "totals" });
  await assistant.act(totals, "Rename…");
  await page.getByRole("dialog").getByRole("textbox", { name: "Title" }).fill("Adding up totals");
  await page.keyboard.press("Enter");
  await expect(titles).toHaveText(["zebra crossings", "Adding up totals"]);
  await totals.hover();
  await totals.getByRole("button", { name: "Pin Adding up totals" }).click();
  await expect(titles).toHaveText(["Adding up totals", "zebra crossings"]);
  await expect(assistant.panel.getByRole("heading", { name: "Pinned" })).toBeVisible();

  // By keys alone: down from the search into the list, and open.
  await search.focus();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await expect(assistant.turns).toHaveCount(2);
  await assistant.actOnTurn(assistant.turns.first(), "Fork from here");
  await expect(assistant.turns).toHaveCount(1);
  await assistant.showConversations();
  await expect(titles).toHaveText(["Adding up totals", "Adding up totals", "zebra crossings"]);

  await assistant.act(assistant.conversations.first(), "Export as Markdown…");
  await page
    .getByRole("dialog")
    .getByRole("textbox", { name: "Path in the workspace" })
    .fill("notes/totals.md");
  await page.keyboard.press("Enter");
  await expect(workbench.tab(/totals\.md/)).toBeVisible();
  const written = readFileSync(join(workspace, "notes", "totals.md"), "utf8");
  expect(written).toMatch(
    /^# Adding up totals\n\n[\d-]+, 2 questions\n\n## 1\. tour\n\nwhere are totals added\n/,
  );
  expect(written).toContain("\n#### ");
  expect(written).not.toContain('"alternatives"');

  await assistant.act(assistant.conversations.nth(1), "Delete…");
  await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
  await expect(titles).toHaveText(["Adding up totals", "zebra crossings"]);
  await page.keyboard.press("Escape");
  await assistant.panel.getByRole("button", { name: "Conversations", exact: true }).click();
  // It was the fork that stood there.
  await expect(assistant.turns).toHaveCount(0);
});

test("files come back as they were at a question: changed, deleted and added ones; unsaved text is left alone; and it can be undone", async ({
  workbench,
  workspace,
  page,
}) => {
  const assistant = new AssistantPanel(workbench);
  const at = (path: string): string => join(workspace, path);
  const text = (path: string): string => readFileSync(at(path), "utf8");
  const before = {
    reports: text("orders/reports.py"),
    models: text("orders/models.py"),
    web: text("web/totals.ts"),
  };
  await workbench.openFile("orders/reports.py");
  await assistant.ask("Tour", "");
  await expect(assistant.turns).toHaveAttribute("data-checkpoint", /^[0-9a-f]{40}$/);
  const repository = readdirSync(at(".git"), { recursive: true }).toSorted();
  await assistant.actOnTurn(assistant.turns.first(), "Restore files as of this question…");
  await expect(page.getByText("Nothing to restore")).toBeVisible();

  await workbench.openFile("web/totals.ts");
  await page.keyboard.type("unsaved");
  writeFileSync(at("web/totals.ts"), "// changed on disk\n");
  writeFileSync(at("orders/reports.py"), "broken = True\n");
  writeFileSync(at("orders/added.py"), "added = True\n");
  rmSync(at("orders/models.py"));
  await workbench.tab(/reports\.py/).click();
  await expect(page.locator(".monaco-editor .view-lines").first()).toContainText("broken");

  await assistant.actOnTurn(assistant.turns.first(), "Restore files as of this question…");
  const dialog = page.getByRole("dialog", { name: /Restore the files/ });
  await expect(dialog).toContainText("2 files change, 1 comes back, 1 goes to the trash.");
  await expect(dialog).toContainText("Unsaved text in web/totals.ts is left alone");
  await expect(dialog.getByRole("listitem")).toHaveText([
    "orders/added.py goes to the trash",
    "orders/models.py comes back",
    "orders/reports.py changes",
    "web/totals.ts changes, unsaved text",
  ]);
  await page.keyboard.press("Escape");
  expect(text("orders/reports.py")).toBe("broken = True\n");

  await assistant.actOnTurn(assistant.turns.first(), "Restore files as of this question…");
  await dialog.getByRole("button", { name: "Restore 3 files" }).click();
  await expect(page.getByText("3 files restored.").first()).toBeVisible();
  expect([text("orders/reports.py"), text("orders/models.py")]).toEqual([before.reports, before.models]);
  expect([existsSync(at("orders/added.py")), text("web/totals.ts")]).toEqual([false, "// changed on disk\n"]);
  await expect(page.locator(".monaco-editor .view-lines").first()).toContainText("Figures about orders");
  expect(readdirSync(at(".git"), { recursive: true }).toSorted()).toEqual(repository);

  await workbench.runCommand("Take Restored Files Back");
  const undo = page.getByRole("dialog", { name: "Take the restoring back?" });
  await expect(undo).toContainText("1 file changes, 1 comes back, 1 goes to the trash.");
  await undo.getByRole("button", { name: "Restore 3 files" }).click();
  await expect(undo).toBeHidden();
  await expect(page.getByText("3 files restored.").first()).toBeVisible();
  await expect.poll(() => existsSync(at("orders/added.py"))).toBe(true);
  await expect.poll(() => text("orders/reports.py")).toBe("broken = True\n");
  expect([existsSync(at("orders/models.py")), text("orders/added.py")]).toEqual([false, "added = True\n"]);
});
