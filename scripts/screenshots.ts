// Makes the pictures in docs/images of the running program: `node scripts/build.ts && node scripts/screenshots.ts`. By hand; takes two minutes.
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { Page } from "@playwright/test";
import { launchBrowser } from "../e2e/browser.ts";
import { Workbench } from "../e2e/pages/workbench.ts";
import { startWorkbench } from "../e2e/workbenchProcess.ts";

const root = resolve(import.meta.dirname, "..");
const images = join(root, "docs", "images");
const folder = mkdtempSync(join(tmpdir(), "airlock-pictures-"));
const workspace = join(folder, "orders");
const home = join(folder, "home");

const archive = `"""Puts files of orders away."""

import os


def remove(name):
    os.system("rm " + name)


def copy(name):
    os.system("cp " +${" "}
`;

function prepareWorkspace(): void {
  cpSync(join(root, "resources", "sample-workspace"), workspace, { recursive: true });
  const git = (...args: string[]): void =>
    void execFileSync("git", ["-c", "user.name=Ada", "-c", "user.email=ada@localhost", ...args], {
      cwd: workspace,
    });
  git("init", "-q", "-b", "main");
  git("add", "-A");
  git("commit", "-qm", "Orders");
  writeFileSync(join(workspace, "orders", "archive.py"), archive);
}

/** A shell that shows the folder and the branch, as most people have theirs, and nothing of this machine. */
function prepareShell(): Record<string, string> {
  mkdirSync(folder, { recursive: true });
  const user = join(folder, "user");
  mkdirSync(user);
  writeFileSync(
    join(user, ".bashrc"),
    `PS1='\\[\\e[32m\\]~/orders\\[\\e[0m\\] \\[\\e[90m\\]main\\[\\e[0m\\] $ '\n`,
  );
  return { HOME: user, SHELL: "/bin/bash" };
}

/** By the file of settings, which the program follows. */
async function setTheme(page: Page, theme: string): Promise<void> {
  writeFileSync(join(home, "settings.json"), JSON.stringify({ "workbench.theme": theme }));
  await page.locator(`html[data-theme="${theme}"]`).waitFor();
}

async function picture(page: Page, name: string): Promise<void> {
  await page.mouse.move(720, 859);
  await page.waitForTimeout(400);
  await page.screenshot({ path: join(images, `${name}.png`) });
}

/** A method half written, its body offered as ghost text. */
async function writeMethod(page: Page, workbench: Workbench): Promise<void> {
  await workbench.openFile("orders/reports.py");
  await page.keyboard.press("Control+End");
  await page.keyboard.type("\n    def __len__(self):\nreturn ", { delay: 5 });
  await workbench.shownGhostText();
}

async function writeEditorPictures(page: Page, workbench: Workbench): Promise<void> {
  await workbench.openFile("orders/models.py");
  // The first offer waits for the model to be read from the disk: not the one in the picture.
  await page.keyboard.press("Control+End");
  await page.keyboard.type("\n    def domain(self):\nreturn ", { delay: 5 });
  await workbench.shownGhostText();
  await revert(page, workbench);
  await workbench.openTerminal();
  await page.keyboard.type("python3 -m unittest\n");
  await page.getByTestId("terminal").getByText("OK").first().waitFor();
  for (const theme of ["dark", "light", "high-contrast"]) {
    await setTheme(page, theme);
    await writeMethod(page, workbench);
    await page.getByTestId("ghost-hint").waitFor();
    await picture(page, `editor-${theme}`);
    await revert(page, workbench);
  }
}

async function writeGatePicture(page: Page, workbench: Workbench): Promise<void> {
  await workbench.openFile("orders/archive.py");
  // Until the language server has read it.
  await page.locator(".squiggly-error").first().waitFor();
  await workbench.goTo(11, 1);
  await page.keyboard.press("End");
  await page.keyboard.press("Alt+\\");
  await page.locator(".blocked-reason").first().waitFor();
  await page.getByRole("tab", { name: /^Gate/ }).click();
  await page.getByTestId("gate-finding").first().waitFor();
  await picture(page, "gate-blocked");
}

/** What the sample's own tests do not notice of one function. */
async function writeTestsPicture(page: Page, workbench: Workbench): Promise<void> {
  await workbench.openFile("orders/reports.py");
  await workbench.goTo(37, 1);
  await workbench.runCommand("Measure the Tests of a Function");
  await page.getByTestId("survivor").first().waitFor({ timeout: 60_000 });
  const seam = await page.getByRole("separator", { name: "Resize the panel" }).boundingBox();
  if (seam) {
    await page.mouse.move(seam.x + 400, seam.y);
    await page.mouse.down();
    await page.mouse.move(seam.x + 400, 330, { steps: 8 });
    await page.mouse.up();
  }
  await picture(page, "tests-measured");
}

/** One function rewritten three ways, each with its evidence. */
async function writeAlternativesPicture(page: Page, workbench: Workbench): Promise<void> {
  await page.keyboard.press("Control+j");
  await workbench.openFile("orders/reports.py");
  await workbench.goTo(28, 5);
  await page.keyboard.press("Control+i");
  const box = page.locator(".inline-ask");
  await box.getByRole("combobox").selectOption("refactor");
  await box.getByRole("textbox").fill("use a Counter");
  await page.keyboard.press("Enter");
  await page.getByTestId("alternative").nth(1).waitFor({ timeout: 60_000 });
  await page.getByTestId("alternative-diff").first().locator(".view-line").first().waitFor();
  await picture(page, "alternatives");
  await workbench.runCommand("Toggle Right Panel");
}

/** What is begun in the class at a file's end, and what becomes of the offer. */
const attempts: Readonly<Record<string, readonly (readonly [head: string, begun: string, key: string])[]>> = {
  "orders/models.py": [
    ["def __eq__(self, other):", "return self.name == ", "Tab"],
    ["def domain(self):", "return self.", "Tab"],
    ["def lives_in(self, city):", "return ", "Escape"],
    ["def rename(self, name):", "self.name = ", "Tab"],
    ["def move(self, city):", "self.city = ", "Tab"],
    ["def write_to(self, email):", "self.email = ", "Control+ArrowRight"],
    ["def copy(self):", "return Customer(", "Escape"],
    ["def __hash__(self):", "return hash(", "Tab"],
    ["def __str__(self):", "return self.", "Tab"],
    ["def __len__(self):", "return len(", "Tab"],
  ],
  "orders/reports.py": [
    ["def __len__(self):", "return ", "Tab"],
    ["def average(self):", "return self.total() / ", "Escape"],
    ["def is_empty(self):", "return not ", "Tab"],
    ["def names(self):", "return sorted(", "Control+ArrowRight"],
    ["def __repr__(self):", "return ", "Escape"],
    ["def newest(self):", "return ", "Tab"],
    ["def __iter__(self):", "return iter(", "Tab"],
    ["def with_title(self, title):", "self.title = ", "Tab"],
    ["def with_orders(self, orders):", "self.orders = ", "Tab"],
    ["def in_currency(self, currency):", "self.currency = ", "Tab"],
  ],
};

async function writeLedgerPicture(page: Page, workbench: Workbench): Promise<void> {
  for (const [path, begins] of Object.entries(attempts)) {
    await workbench.openFile(path);
    for (const [head, begun, key] of begins) {
      await page.keyboard.press("Control+End");
      await page.keyboard.type(`\n    ${head}\n${begun}`, { delay: 5 });
      await workbench.ghostText
        .first()
        .waitFor({ timeout: 3000 })
        .catch(() => undefined);
      await page.keyboard.press(key);
      await page.waitForTimeout(400);
      await revert(page, workbench);
    }
  }
  await page.keyboard.press("Control+Home");
  await page.getByRole("button", { name: /^Ledger/ }).click();
  const seam = await page.getByRole("separator", { name: "Resize the side bar" }).boundingBox();
  if (seam) {
    await page.mouse.move(seam.x, 400);
    await page.mouse.down();
    await page.mouse.move(460, 400, { steps: 8 });
    await page.mouse.up();
  }
  await picture(page, "ledger");
}

async function revert(page: Page, workbench: Workbench): Promise<void> {
  await workbench.runCommand("Revert File");
  await page.locator('[role="tab"][aria-selected="true"][data-dirty="false"]').first().waitFor();
  await page.locator(".monaco-editor.focused").waitFor();
}

mkdirSync(images, { recursive: true });
prepareWorkspace();
const server = await startWorkbench(workspace, home, prepareShell());
const browser = await launchBrowser();
try {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 860 },
    reducedMotion: "reduce",
    colorScheme: "dark",
  });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  const workbench = new Workbench(page);
  await workbench.open(server.link);
  await writeEditorPictures(page, workbench);
  await setTheme(page, "dark");
  await writeGatePicture(page, workbench);
  await writeTestsPicture(page, workbench);
  await writeAlternativesPicture(page, workbench);
  await writeLedgerPicture(page, workbench);
} finally {
  await browser.close();
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}
