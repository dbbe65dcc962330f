import { expect, type Locator, type Page } from "@playwright/test";

/** The terminal in the bottom panel. Its text is what is drawn: the rows in sight. */
export class TerminalPanel {
  readonly page: Page;
  readonly screen: Locator;
  readonly lastCommand: Locator;
  readonly tabs: Locator;

  constructor(page: Page) {
    this.page = page;
    this.screen = page.getByTestId("terminal");
    this.lastCommand = page.getByTestId("terminal-last-command");
    this.tabs = page.getByRole("tablist", { name: "Terminals" }).getByRole("tab");
  }

  /** Opens it as a person does and waits until the keyboard is in it and the shell has asked for a command. */
  async open(): Promise<void> {
    await this.page.keyboard.press("Control+Backquote");
    await this.ready();
  }

  async ready(): Promise<void> {
    await expect(this.input).toBeFocused();
    await expect.poll(() => this.text()).toMatch(/[$#%>] *$/);
  }

  get input(): Locator {
    return this.screen.locator(".xterm-helper-textarea");
  }

  async run(command: string): Promise<void> {
    await this.page.keyboard.type(command);
    await this.page.keyboard.press("Enter");
  }

  /** The drawn rows without the empty ones below, right ends trimmed. */
  async text(): Promise<string> {
    const rows = await this.screen.locator(".xterm-rows > div").allTextContents();
    return rows
      .map((row) => row.replaceAll("\u00a0", " ").trimEnd())
      .join("\n")
      .trimEnd();
  }

  /** Clicks on a line that begins with the text: xterm hears the mouse on a layer of its own above the rows. */
  async clickText(text: string, modifiers: ("Control" | "Shift")[] = []): Promise<void> {
    const box = await this.screen.locator(".xterm-rows > div", { hasText: text }).first().boundingBox();
    if (!box) throw new Error(`"${text}" is not on the terminal's screen`);
    await this.page.mouse.move(box.x + 10, box.y + box.height / 2);
    await this.page.mouse.move(box.x + 12, box.y + box.height / 2);
    for (const key of modifiers) await this.page.keyboard.down(key);
    await this.page.mouse.click(box.x + 12, box.y + box.height / 2);
    for (const key of modifiers) await this.page.keyboard.up(key);
  }

  async waitFor(text: string | RegExp): Promise<void> {
    const pattern = typeof text === "string" ? new RegExp(text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")) : text;
    await expect.poll(() => this.text()).toMatch(pattern);
  }

  /** The size that the shell was told. */
  async size(): Promise<{ readonly rows: number; readonly columns: number }> {
    await this.run("clear; stty size | sed 's/^/size /'");
    await this.waitFor(/^size \d+ \d+$/m);
    const [, rows, columns] = /^size (\d+) (\d+)$/m.exec(await this.text()) ?? [];
    return { rows: Number(rows), columns: Number(columns) };
  }
}
