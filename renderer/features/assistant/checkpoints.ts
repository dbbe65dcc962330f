import { z } from "zod";
import { createStore, type StoreApi } from "zustand/vanilla";
import type { CheckpointChange } from "../../../core/contract/checkpoints.ts";
import type { Services } from "../../state/services.ts";
import { fileResource } from "../editor/resource.ts";
import { changeWords, filesWords, restoredWords } from "./checkpointWords.ts";

const slot = "checkpoint";
const remembered = z.object({ undo: z.string() });
const mostNamed = 3;
const undoTitle = "Take the restoring back?";

type Scope = "all" | "saved";

/** The files as they were when something was asked: kept before each question, brought back when a person says so. */
export class Checkpoints {
  /** What is under way, in words; "" for nothing. */
  readonly store: StoreApi<{ readonly busy: string }> = createStore(() => ({ busy: "" }));
  readonly #services: Services;

  constructor(services: Services) {
    this.#services = services;
  }

  /** What lies on disk now. undefined where it cannot be kept: a question does not fail for that. */
  async make(): Promise<string | undefined> {
    const made = await this.#services.host.request("checkpoint.make", {});
    return made.ok ? made.value.id : undefined;
  }

  /** Shows what would change, asks, and does it. */
  async restore(
    id: string | undefined,
    title = "Restore the files as they were at this question?",
  ): Promise<void> {
    const { host, dialogs, notifications } = this.#services;
    if (id === undefined) {
      const made = await host.request("checkpoint.make", {});
      notifications.info(
        made.ok
          ? "The files were not kept when this was asked, so they cannot be brought back."
          : made.error.message,
      );
      return;
    }
    if (this.store.getState().busy !== "") return;
    const compared = await this.#busy("Comparing the files…", () =>
      host.request("checkpoint.compare", { id }),
    );
    if (!compared.ok) {
      notifications.failure(compared.error);
      return;
    }
    const { changes } = compared.value;
    if (changes.length === 0) {
      notifications.info("Nothing to restore: the files on disk are as they were when this was asked.");
      return;
    }
    const dirty = this.#unsaved(changes);
    const list = changes.map(({ path, change }) => ({
      text: path,
      note: dirty.includes(path) ? `${changeWords[change]}, unsaved text` : changeWords[change],
    }));
    const scope = await dialogs.ask<Scope | undefined>(
      title,
      `${restoredWords(changes)}. ${detailOf(dirty)}`,
      [...this.#choices(changes.length, dirty.length), { title: "Cancel", value: undefined }],
      list,
    );
    if (scope === undefined) return;
    const left = scope === "saved" ? new Set(dirty) : new Set<string>();
    await this.#bringBack(
      id,
      changes.map(({ path }) => path).filter((path) => !left.has(path)),
      scope === "all" ? dirty : [],
    );
  }

  get canUndo(): boolean {
    return remembered.safeParse(this.#services.session.extra(slot)).success;
  }

  /** Takes the last restoring back, by restoring what was there before it. */
  async undo(): Promise<void> {
    const last = remembered.safeParse(this.#services.session.extra(slot));
    if (last.success) await this.restore(last.data.undo, undoTitle);
  }

  async #busy<T>(words: string, run: () => Promise<T>): Promise<T> {
    this.store.setState({ busy: words });
    try {
      return await run();
    } finally {
      this.store.setState({ busy: "" });
    }
  }

  #choices(count: number, dirty: number) {
    const all = { title: `Restore ${filesWords(count)}`, value: "all" as const, kind: "primary" as const };
    if (dirty === 0) return [all];
    const others = count - dirty;
    const overwriting = {
      title: "Restore all, drop unsaved text",
      value: "all" as const,
      kind: "danger" as const,
    };
    if (others === 0) return [overwriting];
    return [
      { title: `Restore ${filesWords(others)}`, value: "saved" as const, kind: "primary" as const },
      overwriting,
    ];
  }

  #unsaved(changes: readonly CheckpointChange[]): readonly string[] {
    const { documents } = this.#services;
    return changes.map(({ path }) => path).filter((path) => documents.isDirty(fileResource(path)));
  }

  async #bringBack(id: string, paths: string[], dirty: readonly string[]): Promise<void> {
    const { host, notifications, documents, session } = this.#services;
    const restored = await this.#busy("Restoring the files…", () =>
      host.request("checkpoint.restore", { id, paths }),
    );
    if (!restored.ok) {
      notifications.failure(restored.error);
      return;
    }
    const { undo, count, failed } = restored.value;
    session.setExtra(slot, { undo });
    for (const path of dirty) {
      // Unsaved text that was agreed to go; what is not there any more stays as the editor's own.
      const reverted = await documents.revert(fileResource(path));
      if (!reverted.ok && reverted.error.code !== "notFound") notifications.failure(reverted.error);
    }
    const undoAction = [{ title: "Undo", run: () => this.restore(undo, undoTitle) }];
    if (failed.length > 0) {
      const [first] = failed;
      const more = failed.length > 1 ? ` and ${failed.length - 1} more` : "";
      notifications.warn(
        `${filesWords(count)} restored; ${first?.path}${more} was left as it is: ${first?.reason}`,
        undoAction,
      );
      return;
    }
    notifications.info(`${filesWords(count)} restored.`, undoAction);
  }
}

function detailOf(dirty: readonly string[]): string {
  const kept =
    "What was saved to disk then comes back; what is on disk now is kept first, so that you can undo this.";
  if (dirty.length === 0) return kept;
  const named = dirty.slice(0, mostNamed).join(", ");
  const more = dirty.length > mostNamed ? ` and ${dirty.length - mostNamed} more` : "";
  return `${kept} Unsaved text in ${named}${more} is left alone unless you say so.`;
}
