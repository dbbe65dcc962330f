import { type Disposable, DisposableStore } from "../../../core/base/disposable.ts";
import type { TerminalInfo } from "../../../core/contract/terminal.ts";
import type { Client } from "../../rpc/handlers.ts";
import type { Pty } from "./pty.ts";
import { Replay } from "./replay.ts";

/**
 * UTF-16 units that a page may have been sent and not drawn: above the first the program waits, below the second it goes
 * on. Large enough that the page always has work while the word to go on travels back; a tenth of it made the round trip
 * the pace (docs/performance.md).
 */
const highWater = 2_000_000;
const lowWater = 1_000_000;
/** A page draws no more often; what comes meanwhile goes as one message. */
const flushMilliseconds = 16;
const flushUnits = 32_768;
const replayUnits = 256 * 1024;

/**
 * One terminal: its program, the pages that show it, and how far each has drawn. The slowest page sets the pace, so
 * nothing piles up; with no page at all the program runs on and only the replay is kept.
 */
export class Terminal implements Disposable {
  readonly id: string;
  readonly #shell: string;
  readonly #title: string;
  readonly #pty: Pty;
  readonly #replay = new Replay(replayUnits);
  readonly #unacknowledged = new Map<Client, number>();
  readonly #children = new DisposableStore();
  #waiting: string[] = [];
  #waitingUnits = 0;
  #timer: NodeJS.Timeout | undefined;
  #paused = false;
  #exited = false;

  constructor(id: string, shell: string, title: string, pty: Pty, onExit: (exitCode: number) => void) {
    this.id = id;
    this.#shell = shell;
    this.#title = title;
    this.#pty = pty;
    this.#children.add(pty.onData((data) => this.#receive(data)));
    this.#children.add(
      pty.onExit((exitCode) => {
        this.#exited = true;
        this.#flush();
        onExit(exitCode);
      }),
    );
  }

  get info(): TerminalInfo {
    return { id: this.id, title: this.#title, shell: this.#shell, pid: this.#pty.pid, exited: this.#exited };
  }

  get isPaused(): boolean {
    return this.#paused;
  }

  /** The page gets what comes from now on; the answer is what came before. */
  attach(client: Client): string {
    this.#flush();
    this.#unacknowledged.set(client, 0);
    return this.#replay.text;
  }

  detach(client: Client): void {
    if (this.#unacknowledged.delete(client)) this.#pace();
  }

  input(data: string): void {
    this.#pty.write(data);
  }

  resize(columns: number, rows: number): void {
    this.#pty.resize(columns, rows);
  }

  acknowledge(client: Client, units: number): void {
    const before = this.#unacknowledged.get(client);
    if (before === undefined) return;
    this.#unacknowledged.set(client, Math.max(0, before - units));
    this.#pace();
  }

  #receive(data: string): void {
    this.#replay.add(data);
    this.#waiting.push(data);
    this.#waitingUnits += data.length;
    this.#pace();
    if (this.#waitingUnits >= flushUnits) this.#flush();
    else this.#timer ??= setTimeout(() => this.#flush(), flushMilliseconds);
  }

  #flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#waitingUnits === 0) return;
    const data = this.#waiting.join("");
    this.#waiting = [];
    this.#waitingUnits = 0;
    for (const [client, units] of this.#unacknowledged) {
      this.#unacknowledged.set(client, units + data.length);
      client.send("terminal.data", { id: this.id, data });
    }
    this.#pace();
  }

  #pace(): void {
    const behind =
      this.#unacknowledged.size === 0 ? 0 : Math.max(...this.#unacknowledged.values()) + this.#waitingUnits;
    if (!this.#paused && behind > highWater) {
      this.#paused = true;
      this.#pty.pause();
    } else if (this.#paused && behind < lowWater) {
      this.#paused = false;
      this.#pty.resume();
    }
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#children.dispose();
    this.#unacknowledged.clear();
    // Unread output would keep a paused program from noticing that it is hung up on.
    this.#pty.resume();
    this.#pty.kill();
  }
}
