import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, type Locator, type Page } from "@playwright/test";
import { AssistantPanel } from "./assistantPanel.ts";
import { Workbench } from "./workbench.ts";

const answerTimeout = 90_000;

export interface ProviderFixture {
  readonly kind: "anthropic" | "openai-compatible";
  readonly port: number;
  readonly needsKey?: boolean;
}

/** Switches escalation on for a person, with one provider on loopback. */
export function configureProvider(
  home: string,
  { kind, port, needsKey = false }: ProviderFixture,
  more: object = {},
): void {
  const base = `http://127.0.0.1:${port}`;
  const provider = {
    id: "team",
    title: "Team server",
    kind,
    urls: [kind === "anthropic" ? base : `${base}/v1`],
    models: [{ id: "large-1", title: "Large 1", price: { input: 3, output: 15 } }],
    retention: "Kept 30 days by the platform team.",
    needsKey,
    timeoutSeconds: 20,
  };
  const settings = { "escalation.enabled": true, "escalation.providers": [provider], ...more };
  writeFileSync(join(home, "settings.json"), `${JSON.stringify(settings, undefined, 2)}\n`);
}

/** The tab that shows what would leave. */
export class EscalationPage {
  readonly page: Page;
  readonly view: Locator;
  readonly text: Locator;
  readonly pieces: Locator;

  constructor(page: Page) {
    this.page = page;
    this.view = page.getByTestId("escalation");
    this.text = this.view.getByTestId("escalation-text");
    this.pieces = this.view.getByRole("navigation", { name: "What would leave" });
  }

  async ready(): Promise<void> {
    await expect(this.view).toHaveAttribute("data-phase", "ready", { timeout: answerTimeout });
  }

  async answered(): Promise<void> {
    await expect(this.view).toHaveAttribute("data-phase", "answered", { timeout: answerTimeout });
  }

  async failed(): Promise<Locator> {
    await expect(this.view).toHaveAttribute("data-phase", "failed", { timeout: answerTimeout });
    return this.view.getByRole("alert");
  }

  /** The body as it is shown: below the lines of the request's head. */
  async body(): Promise<string> {
    await this.pieces.getByRole("button", { name: /^The whole request/ }).click();
    const shown = (await this.text.textContent()) ?? "";
    return shown.slice(shown.indexOf("\n\n") + 2);
  }

  async hash(): Promise<string> {
    return (await this.view.locator("code[title]").first().getAttribute("title")) ?? "";
  }

  async sendOnce(): Promise<void> {
    await this.view.getByRole("button", { name: /^Send (this once|once more)$/ }).click();
  }
}

export function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** The sample's reports with the cursor in `monthly_totals`, and the pages that a question goes through. */
export async function openAtTotals(page: Page, link: string) {
  const workbench = new Workbench(page);
  await workbench.open(link);
  const assistant = new AssistantPanel(workbench);
  const escalation = new EscalationPage(page);
  await workbench.openFile("orders/reports.py");
  await workbench.goTo(28, 5);
  return { workbench, assistant, escalation };
}
