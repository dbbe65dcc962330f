import { expect, type Locator, type Page } from "@playwright/test";

/** The window as a person uses it: by roles and names, with the keyboard where a person would. */
export class Workbench {
  readonly page: Page;
  readonly explorer: Locator;
  readonly statusBar: Locator;
  /** The editor that has the keyboard, or had it last. */
  readonly editor: Locator;
  readonly ghostText: Locator;
  /** The field of quick open, and what it lists. */
  readonly quickOpen: Locator;
  readonly quickOptions: Locator;

  constructor(page: Page) {
    this.page = page;
    const quickOpen = page.getByRole("dialog", { name: "Quick open" });
    this.quickOpen = quickOpen.getByRole("combobox");
    this.quickOptions = quickOpen.getByRole("option");
    this.explorer = page.getByRole("tree", { name: "Files" });
    this.statusBar = page.getByRole("region", { name: "Status bar" });
    this.editor = page.locator(".monaco-editor").first();
    this.ghostText = page.locator(".ghost-text-decoration, .ghost-text, .suggest-preview-text");
  }

  async open(link: string): Promise<void> {
    await this.page.goto(link);
    await this.waitUntilUsable();
  }

  async waitUntilUsable(): Promise<void> {
    await this.explorer.getByRole("treeitem").first().waitFor();
  }

  /** Where the status bar says that the cursor is, 1-based. */
  async expectCursor(line: number): Promise<void> {
    await expect(this.statusBar.getByText(new RegExp(`^Ln ${line}, Col \\d+`))).toBeVisible();
  }

  tab(name: string | RegExp): Locator {
    return this.page.getByRole("tab", { name });
  }

  /** Opens a file by Ctrl+P, as most people do, and waits for its text. */
  async openFile(path: string): Promise<void> {
    await this.page.keyboard.press("Control+p");
    const name = path.split("/").at(-1) ?? path;
    // A file that a test wrote a moment ago is found once the host has heard of it: then by asking again.
    await expect(async () => {
      await this.quickOpen.fill("");
      await this.quickOpen.fill(path);
      // The answer of the host, not the recent files that stand there first.
      await expect(this.quickOptions.first()).toContainText(name, { timeout: 2000 });
    }).toPass({ timeout: 20_000 });
    await this.page.keyboard.press("Enter");
    await expect(this.tab(new RegExp(escapeForPattern(name)))).toBeVisible();
    await expect(this.editor.locator(".view-line").first()).toBeVisible();
    await this.page.locator(".monaco-editor.focused").waitFor();
  }

  async runCommand(title: string): Promise<void> {
    await this.page.keyboard.press("Control+Shift+p");
    await this.quickOpen.fill(`>${title}`);
    await this.page
      .getByRole("dialog", { name: "Quick open" })
      .getByRole("option", { name: new RegExp(escapeForPattern(title), "i") })
      .first()
      .waitFor();
    await this.page.keyboard.press("Enter");
  }

  /** Puts the cursor at a 1-based place by the "go to line" of quick open. */
  async goTo(line: number, column = 1): Promise<void> {
    await this.page.keyboard.press("Control+g");
    await this.quickOpen.fill(`:${line}:${column}`);
    await this.page.keyboard.press("Enter");
    await expect(this.statusBar.getByText(`Ln ${line}, Col ${column}`)).toBeVisible();
    await this.page.locator(".monaco-editor.focused").waitFor();
  }

  /** The lines that are drawn, with Monaco's no-break spaces made plain. */
  async visibleText(): Promise<string> {
    const lines = await this.editor.locator(".view-lines > .view-line").evaluateAll((elements) =>
      elements
        .map((element) => ({
          top: Number.parseFloat((element as HTMLElement).style.top),
          text: element.textContent ?? "",
        }))
        .sort((a, b) => a.top - b.top)
        .map(({ text }) => text),
    );
    return lines.join("\n").replaceAll("\u00a0", " ");
  }

  /** Waits for ghost text and answers its first line as drawn. */
  async shownGhostText(): Promise<string> {
    await expect(this.ghostText.first()).toBeVisible();
    return ((await this.ghostText.first().textContent()) ?? "").replaceAll("\u00a0", " ");
  }

  /** Opens the terminal panel and waits for a prompt that takes keys. */
  async openTerminal(): Promise<Locator> {
    await this.page.keyboard.press("Control+Backquote");
    const terminal = this.page.getByTestId("terminal");
    await expect(terminal.locator(".xterm-helper-textarea")).toBeFocused();
    return terminal;
  }

  async save(): Promise<void> {
    await this.page.keyboard.press("Control+s");
  }
}

function escapeForPattern(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
