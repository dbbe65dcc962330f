import { appendFileSync, existsSync, mkdirSync, renameSync, statSync } from "node:fs";
import { join } from "node:path";
import type { EventBus } from "../../rpc/eventBus.ts";
import type { RequestHandlers } from "../../rpc/handlers.ts";

/** Lines kept in memory for the Output panel. */
const keptLines = 2000;
/** The log file is set aside at this size; one older file is kept. */
const maxFileBytes = 4 * 1024 * 1024;
const longestMessage = 8000;

/** What the host has to say for itself: shown in the Output panel, kept in <home>/airlock.log. Never holds source text or secrets. */
export class OutputLog {
  readonly #file: string;
  readonly #events: EventBus;
  readonly #lines: string[] = [];
  #writable = true;
  #bytesUnchecked = 0;

  constructor(home: string, events: EventBus) {
    this.#file = join(home, "airlock.log");
    this.#events = events;
    try {
      mkdirSync(home, { recursive: true });
      this.#setAsideWhenLarge();
    } catch {
      this.#writable = false;
    }
  }

  readonly write = (message: string): void => {
    // Indented, so that no text that is quoted can pass for a line of ours.
    const text = message.slice(0, longestMessage).replaceAll(/\r\n|[\r\n\u2028\u2029]/g, "\n    ");
    const line = `${new Date().toISOString()} ${text}`;
    this.#lines.push(line);
    if (this.#lines.length > keptLines) this.#lines.shift();
    this.#events.fire("output.line", { line });
    if (!this.#writable) return;
    try {
      appendFileSync(this.#file, `${line}\n`, { mode: 0o600 });
      this.#bytesUnchecked += line.length;
      if (this.#bytesUnchecked > maxFileBytes / 16) this.#setAsideWhenLarge();
    } catch {
      // A full or read-only disk must not stop the host; the panel still has the line.
      this.#writable = false;
    }
  };

  #setAsideWhenLarge(): void {
    this.#bytesUnchecked = 0;
    if (existsSync(this.#file) && statSync(this.#file).size > maxFileBytes)
      renameSync(this.#file, `${this.#file}.1`);
  }

  lines(): readonly string[] {
    return this.#lines;
  }
}

export function outputHandlers(log: OutputLog): Pick<RequestHandlers, "output.read"> {
  return { "output.read": () => ({ ok: true, value: { lines: [...log.lines()] } }) };
}
