import { expect, type Locator, type Page } from "@playwright/test";
import type { Workbench } from "./workbench.ts";

/** A question may wait for the model, a type checker and a sandbox. */
const answerTimeout = 90_000;

/** The assistant's panel at the right, and the tab in which alternatives stand side by side. */
export class AssistantPanel {
  readonly page: Page;
  readonly panel: Locator;
  readonly turns: Locator;
  readonly alternatives: Locator;
  readonly conversations: Locator;
  readonly #workbench: Workbench;

  constructor(workbench: Workbench) {
    this.#workbench = workbench;
    this.page = workbench.page;
    this.panel = this.page.getByRole("complementary", { name: "Assistant" });
    this.turns = this.panel.getByTestId("turn");
    this.alternatives = this.page.getByTestId("alternative");
    this.conversations = this.panel.getByTestId("conversation");
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
    await this.#workbench.runCommand("Show Assistant");
    await expect(this.panel.getByRole("textbox", { name: "Question" })).toBeVisible();
  }

  async choose(task: string): Promise<void> {
    await this.panel.getByRole("combobox", { name: "Task" }).selectOption(task);
  }

  /** Ctrl+I, a task, words, Enter. */
  async askInline(task: string, words: string): Promise<void> {
    await this.page.keyboard.press("Control+i");
    const box = this.page.locator(".inline-ask");
    await box.getByRole("combobox", { name: "Task" }).selectOption(task);
    await box.getByRole("textbox", { name: "Question" }).fill(words);
    await this.page.keyboard.press("Enter");
  }

  /** Asks in the panel about the open file and waits until the answer is there. */
  async ask(task: string, words: string): Promise<void> {
    if (!(await this.panel.isVisible())) await this.#workbench.runCommand("Show Assistant");
    await this.panel.getByRole("combobox", { name: "Task" }).selectOption({ label: task });
    const count = await this.turns.count();
    await this.panel.getByRole("textbox", { name: "Question" }).fill(words);
    await this.page.keyboard.press("Enter");
    await expect(this.turns).toHaveCount(count + 1);
    await expect(this.turns.last()).toHaveAttribute("data-state", "answered", { timeout: answerTimeout });
  }

  /** "/escalate …": shows what would leave, and asks nothing. */
  async escalate(task: string, words: string): Promise<void> {
    if (!(await this.panel.isVisible())) await this.#workbench.runCommand("Show Assistant");
    await this.panel.getByRole("combobox", { name: "Task" }).selectOption({ label: task });
    await this.panel.getByRole("textbox", { name: "Question" }).fill(`/escalate ${words}`);
    await this.panel.getByRole("textbox", { name: "Question" }).press("Enter");
    await expect(this.page.getByTestId("escalation")).toContainText(words);
  }

  /** From the editor's menu, which does not hear a click in its first moment: it is opened again then. */
  async askFromMenu(title: string): Promise<void> {
    const count = await this.turns.count();
    await expect(async () => {
      await this.page.keyboard.press("Shift+F10");
      await this.page.getByRole("menuitem", { name: title, exact: true }).click();
      await expect(this.turns).toHaveCount(count + 1, { timeout: 3000 });
    }).toPass();
  }

  async showConversations(): Promise<void> {
    await this.panel.getByRole("button", { name: "Conversations", exact: true }).click();
    await expect(this.panel.getByTestId("conversations")).toBeVisible();
  }

  /** Chooses from the menu of a conversation's row. */
  async act(conversation: Locator, entry: string): Promise<void> {
    await conversation.getByRole("button", { name: /^More actions for/ }).click({ force: true });
    await this.page.getByRole("menuitem", { name: entry }).click();
  }

  /** Chooses from a turn's menu. */
  async actOnTurn(turn: Locator, entry: string): Promise<void> {
    await turn.getByRole("button", { name: /^More actions for/ }).click();
    await this.page.getByRole("menuitem", { name: entry }).click();
  }
}
