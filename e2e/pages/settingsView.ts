import { expect, type Locator, type Page } from "@playwright/test";

/** The settings form. */
export class SettingsView {
  readonly page: Page;
  readonly search: Locator;

  constructor(page: Page) {
    this.page = page;
    this.search = page.getByRole("searchbox", { name: "Search settings" });
  }

  async open(): Promise<void> {
    await this.page.keyboard.press("Control+,");
    await expect(this.search).toBeVisible();
  }

  /** The row of a setting, by its key. */
  row(key: string): Locator {
    return this.page.locator(".setting").filter({ has: this.page.locator("code", { hasText: key }) });
  }

  control(key: string): Locator {
    return this.row(key).locator("input, select").first();
  }
}
