import { writeFileSync } from "node:fs";
import { join } from "node:path";
import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect, test } from "../fixtures.ts";
import { AssistantPanel } from "../pages/assistantPanel.ts";
import { configureProvider, EscalationPage } from "../pages/escalationPage.ts";
import { bringGhostText } from "../pages/ghostTyping.ts";
import { SealView } from "../pages/sealView.ts";
import { SearchView } from "../pages/searchView.ts";
import { SettingsView } from "../pages/settingsView.ts";
import type { Workbench } from "../pages/workbench.ts";

const themes = ["dark", "light", "high-contrast"] as const;

for (const theme of themes)
  test(`no view has a serious accessibility violation in the ${theme} theme`, async ({
    workbench,
    workspace,
    home,
    page,
  }) => {
    test.setTimeout(180_000);
    configureProvider(
      home,
      { kind: "openai-compatible", port: 9 },
      { "workbench.theme": theme, "escalation.redact": { words: ["order"], paths: [] } },
    );
    await expect(page.locator("html")).toHaveAttribute("data-theme", theme);
    writeFileSync(
      join(workspace, "danger.py"),
      'import os\n\n\ndef remove(name):\n    os.system("rm " + name)\n\nnumber: int = ""\n',
    );
    writeFileSync(join(workspace, "doubles.py"), "def double(number):\n    return number * 2\n");
    writeFileSync(
      join(workspace, "test_doubles.py"),
      "from doubles import double\n\n\ndef test_nothing():\n    assert double(0) == 0\n",
    );
    await bringGhostText(workbench, workspace);
    await page.keyboard.press("Escape");
    const violations: string[] = [];
    for (const view of views) {
      await view.show(workbench, page);
      violations.push(...(await violationsOf(page, view.name)));
    }
    expect(violations).toEqual([]);
  });

interface View {
  readonly name: string;
  readonly show: (workbench: Workbench, page: Page) => Promise<void>;
}

const views: readonly View[] = [
  {
    name: "conversations and a restoring",
    show: async (workbench, page) => {
      const assistant = new AssistantPanel(workbench);
      await assistant.ask("Tour", "where are orders added");
      await expect(assistant.turns).toHaveAttribute("data-checkpoint", /./);
      await workbench.openFile("README.md");
      await page.keyboard.type("# ");
      await expect(workbench.tab("README.md, unsaved")).toBeVisible();
      await workbench.save();
      await expect(workbench.tab(/^README\.md$/)).toBeVisible();
      await assistant.actOnTurn(assistant.turns, "Restore files as of this question…");
      await page.getByRole("dialog").getByRole("listitem").first().waitFor();
    },
  },
  {
    name: "conversations that were found",
    show: async (workbench, page) => {
      await page.keyboard.press("Escape");
      const assistant = new AssistantPanel(workbench);
      await assistant.showConversations();
      await assistant.panel.getByRole("textbox").fill("orders");
      await assistant.conversations.locator("mark").first().waitFor();
      await assistant.conversations.getByRole("button", { name: /^Pin/ }).focus();
    },
  },
  {
    name: "tests that were measured",
    show: async (workbench, page) => {
      await workbench.openFile("doubles.py");
      await workbench.goTo(2, 1);
      await workbench.runCommand("Measure the Tests of a Function");
      await page.getByRole("option", { name: /test_doubles\.py/ }).click();
      await page.getByTestId("survivor").first().waitFor();
    },
  },
  {
    name: "tests that were run",
    show: async (workbench, page) => {
      await workbench.runCommand("Run the Tests of the Open File");
      await page.getByRole("option", { name: /test_doubles\.py/ }).click();
      await page.getByTestId("test-result").first().waitFor();
    },
  },
  {
    name: "explorer and editor",
    show: async (workbench, page) => {
      await page.getByRole("button", { name: "Explorer", exact: true }).focus();
      await workbench.openFile("danger.py");
    },
  },
  {
    name: "quick open",
    show: async (workbench, page) => {
      await page.keyboard.press("Control+p");
      await workbench.quickOpen.fill("orders");
      await workbench.quickOptions.first().waitFor();
    },
  },
  {
    name: "search with results",
    show: async (_workbench, page) => {
      await page.keyboard.press("Escape");
      const search = new SearchView(page);
      await search.open();
      await search.find("order");
      await search
        .row(/models\.py/)
        .first()
        .waitFor();
    },
  },
  {
    name: "gate",
    show: async (workbench, page) => {
      await workbench.runCommand("Scan the Open File");
      await page.getByTestId("gate-finding").first().waitFor();
      await workbench.runCommand("Show Verdicts");
      await page.getByTestId("gate-verdict").first().waitFor();
    },
  },
  {
    name: "problems",
    show: async (_workbench, page) => {
      await page.keyboard.press("Control+Shift+m");
      await page
        .getByRole("treeitem", { name: /^Error: / })
        .first()
        .waitFor();
    },
  },
  {
    name: "ledger and output",
    show: async (workbench, page) => {
      await page.getByRole("button", { name: "Ledger" }).click();
      await page.getByTestId("ledger-row").first().waitFor();
      await workbench.runCommand("View: Output");
      await page.getByTestId("output").waitFor();
    },
  },
  {
    name: "models and terminal",
    show: async (workbench, page) => {
      await page.getByRole("button", { name: "Models" }).click();
      await page.getByTestId("model-card").first().waitFor();
      await workbench.openTerminal();
      await expect(page.getByTestId("terminal").locator(".xterm-rows")).toContainText(/[$#%>]/);
    },
  },
  {
    name: "connections",
    show: (workbench) => new SealView(workbench).open(),
  },
  {
    name: "what left this machine",
    show: async (workbench, page) => {
      const assistant = new AssistantPanel(workbench);
      const escalation = new EscalationPage(page);
      await workbench.openFile("orders/reports.py");
      // The panel still lists conversations.
      await workbench.runCommand("New Conversation");
      await assistant.escalate("Explain", "what is added");
      await escalation.ready();
      await escalation.sendOnce();
      await escalation.failed();
      await workbench.runCommand("What Left This Machine");
      await page.getByTestId("escalation-record").waitFor();
    },
  },
  {
    name: "a request before it leaves",
    show: async (_workbench, page) => {
      await page.getByRole("tab", { name: "Before It Leaves" }).click();
      await new EscalationPage(page).text.locator("mark").first().waitFor();
    },
  },
  {
    name: "settings",
    show: async (_workbench, page) => {
      await page.getByRole("tab", { name: /danger\.py/ }).click();
      await new SettingsView(page).open();
    },
  },
];

async function violationsOf(page: Page, view: string): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, nodes }) =>
      nodes.map((node) => `${view}: ${id} ${node.target.join(" ")} ${node.failureSummary ?? ""}`),
    );
}

test("every region is reached by F6 and back, and everything in it by Tab or arrows", async ({
  workbench,
  page,
}) => {
  await workbench.openFile("orders/models.py");
  await workbench.openTerminal();
  const region = (): Promise<string | undefined> =>
    page.evaluate(
      () => document.activeElement?.closest<HTMLElement>("[data-region]")?.dataset.region ?? undefined,
    );
  const walk = async (key: string): Promise<(string | undefined)[]> => {
    const seen: (string | undefined)[] = [];
    for (let step = 0; step < 5; step++) {
      const before = await region();
      await page.keyboard.press(key);
      await expect.poll(region).not.toBe(before);
      seen.push(await region());
    }
    return seen;
  };
  expect(await walk("F6")).toEqual(["statusBar", "activityBar", "sideBar", "editors", "panel"]);
  expect(await walk("Shift+F6")).toEqual(["editors", "sideBar", "activityBar", "statusBar", "panel"]);

  // From the activity bar on, Tab alone reaches every control that is drawn, up to the editor, which keeps Tab for code.
  await page.getByRole("button", { name: "Explorer", exact: true }).focus();
  const reached = new Set<string | undefined>();
  for (let step = 0; step < 40 && (await region()) !== "editors"; step++) {
    reached.add(await region());
    await page.keyboard.press("Tab");
  }
  expect([...reached]).toEqual(["activityBar", "sideBar"]);
  expect(await region()).toBe("editors");

  // Every button, field and tab that is drawn can take the keyboard, or stands in a group of which one can.
  const lost = await page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>("button, input, select, [role=tab], [role=tree]")]
      .filter((element) => element.checkVisibility() && !element.closest(".monaco-editor, .xterm"))
      .filter((element) => element.tabIndex < 0 && !element.matches(":disabled"))
      .filter(
        (element) => !element.closest("[role=tablist], [role=toolbar]")?.querySelector("[tabindex='0']"),
      )
      .map((element) => element.outerHTML.slice(0, 160)),
  );
  expect(lost).toEqual([]);
});
