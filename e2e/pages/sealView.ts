import type { Locator } from "@playwright/test";
import type { Workbench } from "./workbench.ts";

/** The badge in the status bar, and the log of connections behind it. */
export class SealView {
  readonly badge: Locator;
  readonly view: Locator;
  readonly rows: Locator;

  constructor({ page, statusBar }: Workbench) {
    this.badge = statusBar.getByRole("button", { name: /^(Sealed|Open · )/ });
    this.view = page.getByTestId("seal");
    this.rows = this.view.getByRole("table").locator("tbody").getByRole("row");
  }

  async open(): Promise<void> {
    await this.badge.click();
    await this.view.waitFor();
  }

  fact(name: string): Locator {
    return this.view.locator("dl > div").filter({ hasText: name });
  }

  row(destination: string): Locator {
    return this.rows.filter({ hasText: destination });
  }

  async show(outcome: "All outcomes" | "refused" | "allowed"): Promise<void> {
    await this.view.getByRole("combobox").selectOption(outcome);
  }
}
