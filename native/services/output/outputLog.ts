import { appendFileSync, existsSync, mkdirSync, renameSync, statSync } from "node:fs";
import { join } from "node:path";
import type { EventBus } from "../../rpc/eventBus.ts";
import type { RequestHandlers } from "../../rpc/handlers.ts";

/** Lines kept in memory for the Output panel. */
const keptLines = 2000;
/** The log file is set aside at this size; one older file is kept. */
const maxFileBytes = 4 * 1024 * 1024;

/** What the host has to say for itself: shown in the Output panel, kept in <home>/airlock.log. Never holds source text or secrets. */
export class OutputLog {
  readonly #file: string;
  readonly #events: EventBus;
  readonly #lines: string[] = [];
  #writable = true;

  constructor(home: string, events: EventBus) {
    this.#file = join(home, "airlock.log");
    this.#events = events;
    try {
      mkdirSync(home, { recursive: true });
      if (existsSync(this.#file) && statSync(this.#file).size > maxFileBytes)
        renameSync(this.#file, `${this.#file}.1`);
    } catch {
      this.#writable = false;
    }
  }

  readonly write = (message: string): void => {
    const line = `${new Date().toISOString()} ${message}`;
    this.#lines.push(line);
    if (this.#lines.length > keptLines) this.#lines.shift();
    this.#events.fire("output.line", { line });
    if (!this.#writable) return;
    try {
      appendFileSync(this.#file, `${line}\n`, { mode: 0o600 });
    } catch {
      // A full or read-only disk must not stop the host; the panel still has the line.
      this.#writable = false;
    }
  };

  lines(): readonly string[] {
    return this.#lines;
  }
}

export function outputHandlers(log: OutputLog): Pick<RequestHandlers, "output.read"> {
  return { "output.read": () => ({ ok: true, value: { lines: [...log.lines()] } }) };
}
