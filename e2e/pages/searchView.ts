import { expect, type Locator, type Page } from "@playwright/test";

/** Search and replace across files, in the side bar. */
export class SearchView {
  readonly page: Page;
  readonly field: Locator;
  readonly replacement: Locator;
  readonly summary: Locator;
  readonly results: Locator;

  constructor(page: Page) {
    this.page = page;
    const form = page.getByRole("search", { name: "Search in files" });
    this.field = form.getByRole("textbox", { name: "Search", exact: true });
    this.replacement = form.getByRole("textbox", { name: "Replace", exact: true });
    this.summary = page.getByTestId("search-summary");
    this.results = page.getByRole("tree", { name: "Search results" });
  }

  /** Opens it by its keys; the keyboard must then be in the field. */
  async open(): Promise<void> {
    await this.page.keyboard.press("Control+Shift+f");
    await expect(this.field).toBeFocused();
  }

  async find(pattern: string): Promise<void> {
    await this.field.fill(pattern);
    await this.field.press("Enter");
  }

  async toggle(name: "Match case" | "Match whole word" | "Use regular expression"): Promise<void> {
    await this.page.getByRole("button", { name }).click();
  }

  row(name: string | RegExp): Locator {
    return this.results.getByRole("treeitem", { name });
  }

  /** Every row's name, as a screen reader would say it. */
  names(): Promise<(string | null)[]> {
    return this.results
      .getByRole("treeitem")
      .evaluateAll((rows) => rows.map((row) => row.getAttribute("aria-label")));
  }
}
