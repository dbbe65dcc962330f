import type { Locator, Page } from "@playwright/test";

/** What an editor offers about the code: problems, hovers, the list of completions. */
export class CodeHelp {
  readonly page: Page;
  readonly hover: Locator;
  readonly list: Locator;

  constructor(page: Page) {
    this.page = page;
    this.hover = page.locator(".monaco-hover:not(.hidden)").filter({ visible: true }).first();
    this.list = page.locator(".suggest-widget.visible");
  }

  problem(name: RegExp): Locator {
    return this.page.getByRole("tree", { name: "Problems" }).getByRole("treeitem", { name }).first();
  }

  /** The hover at the cursor, by its keys. */
  async showHover(): Promise<void> {
    await this.page.keyboard.press("Control+k");
    await this.page.keyboard.press("Control+i");
  }

  suggestion(label: string): Locator {
    return this.list.locator(".monaco-list-row", { hasText: label }).first();
  }
}
