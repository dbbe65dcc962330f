import type { Locator, Page } from "@playwright/test";
import { expect } from "../fixtures.ts";
import type { Workbench } from "./workbench.ts";

/** A question may wait for the model, a type checker and a sandbox. */
const answerTimeout = 90_000;

/** The assistant's panel and the alternatives that it opens. */
export class AssistantPanel {
  readonly page: Page;
  readonly workbench: Workbench;
  readonly turns: Locator;
  readonly alternatives: Locator;

  constructor(page: Page, workbench: Workbench) {
    this.page = page;
    this.workbench = workbench;
    this.turns = page.getByTestId("turn");
    this.alternatives = page.getByTestId("alternative");
  }

  /** The latest turn, once it is answered. */
  async answer(): Promise<Locator> {
    const turn = this.turns.last();
    await expect(turn).toHaveAttribute("data-state", "answered", { timeout: answerTimeout });
    return turn.getByTestId("answer");
  }

  /** The columns, once they stand. */
  async columns(): Promise<Locator> {
    await this.answer();
    await expect(this.alternatives.first()).toBeVisible();
    return this.alternatives;
  }

  async show(): Promise<void> {
    await this.workbench.runCommand("Show Assistant");
    await expect(this.page.getByRole("textbox", { name: "Question" })).toBeVisible();
  }

  async choose(task: string): Promise<void> {
    await this.page.getByRole("complementary").getByRole("combobox", { name: "Task" }).selectOption(task);
  }

  /** Ctrl+I, a task, words, Enter. */
  async askInline(task: string, words: string): Promise<void> {
    await this.page.keyboard.press("Control+i");
    const box = this.page.locator(".inline-ask");
    await box.getByRole("combobox", { name: "Task" }).selectOption(task);
    await box.getByRole("textbox", { name: "Question" }).fill(words);
    await this.page.keyboard.press("Enter");
  }
}
