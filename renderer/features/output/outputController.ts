import { type Disposable, DisposableStore } from "../../../core/base/disposable.ts";
import { copyText } from "../../state/copyText.ts";
import type { Services } from "../../state/services.ts";
import { createOutputStore, withLines } from "./outputSlice.ts";

export const outputPanelId = "output";

/** What the host says about its own work: a log for people, a line at a time. */
export class OutputController implements Disposable {
  readonly store = createOutputStore();
  readonly #services: Services;
  readonly #disposables = new DisposableStore();
  #pending: string[] = [];
  #drawing = false;

  constructor(services: Services) {
    this.#services = services;
    this.#disposables.add(services.host.on("output.line", ({ line }) => this.#add(line)));
    this.#disposables.add(services.host.onDidReconnect(() => void this.load()));
  }

  async load(): Promise<void> {
    const answer = await this.#services.host.request("output.read", {});
    if (answer.ok)
      this.store.setState({
        phase: { kind: "ready" },
        ...withLines({ lines: [], first: 0 }, answer.value.lines),
      });
    else this.store.setState({ phase: { kind: "failed", message: answer.error.message } });
  }

  /** Empties the view; the host keeps its log. */
  clear(): void {
    this.store.setState((state) => ({ lines: [], first: state.first + state.lines.length }));
  }

  async copy(): Promise<void> {
    const { announcer, notifications } = this.#services;
    if (await copyText(this.store.getState().lines.join("\n"))) announcer.say("Output copied.");
    else notifications.warn("The clipboard can't be written from here. Select the lines and press Ctrl+C.");
  }

  dispose(): void {
    this.#disposables.dispose();
  }

  /** A burst of lines is drawn once. What comes before the log was read is part of it. */
  #add(line: string): void {
    if (this.store.getState().phase.kind !== "ready") return;
    this.#pending.push(line);
    if (this.#drawing) return;
    this.#drawing = true;
    requestAnimationFrame(() => {
      this.#drawing = false;
      const added = this.#pending.splice(0);
      this.store.setState((state) => withLines(state, added));
    });
  }
}
