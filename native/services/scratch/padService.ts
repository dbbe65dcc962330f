import type { Disposable } from "../../../core/base/disposable.ts";
import type { PadKernel, PadRun } from "../../../core/contract/scratch.ts";
import { type CellNames, cellNames } from "../../../core/scratch/cellNames.ts";
import { blankMagics } from "../../../core/scratch/magics.ts";
import {
  type CellFreshness,
  type CellRun,
  cellsToRun,
  type FlowCell,
  freshnessOf,
} from "../../../core/scratch/staleCells.ts";
import type { SyntaxParser } from "../../../core/syntax/syntaxParser.ts";
import type { EventBus } from "../../rpc/eventBus.ts";
import { Pad, type PadChange, type PadParts } from "./pad.ts";

export interface PadServiceParts {
  readonly events: EventBus;
  readonly parser: SyntaxParser;
  readonly start: (pad: string) => PadParts["start"];
  readonly find: (pad: string) => PadParts["find"];
  readonly now: () => number;
}

interface Open {
  readonly pad: Pad;
  /** Runs that have changed and were not told yet. */
  readonly due: Map<string, PadRun>;
  timer: NodeJS.Timeout | undefined;
}

const least = 30;
/** A page that draws 20 MB anew thirty times a second does nothing else. */
const charactersPerMs = 20_000;
const longestFindMs = 2000;
const mostKnownNames = 4000;
const nothing: CellNames = { reads: [], writes: [] };

/** The pads that were opened, by path. */
export class PadService implements Disposable {
  readonly #parts: PadServiceParts;
  readonly #open = new Map<string, Open>();
  readonly #names = new Map<string, CellNames>();

  constructor(parts: PadServiceParts) {
    this.#parts = parts;
  }

  async open(path: string): Promise<{ readonly kernel: PadKernel; readonly runs: readonly PadRun[] }> {
    const { pad } = this.#of(path);
    // One that is busy answers when its cell has ended: the page is told then.
    await Promise.race([pad.find(), new Promise((resolve) => setTimeout(resolve, longestFindMs))]);
    return { kernel: pad.kernel, runs: pad.runs };
  }

  pad(path: string): Pad {
    return this.#of(path).pad;
  }

  /** @param cells all code cells of the pad, from above to below */
  async freshness(
    path: string,
    cells: readonly { readonly id: string; readonly code: string }[],
  ): Promise<{
    readonly freshness: ReadonlyMap<string, CellFreshness>;
    readonly toRun: readonly string[];
  }> {
    await this.#parts.parser.load("python");
    const flow = cells.map(({ id, code }): FlowCell => ({ id, text: code, names: this.#namesOf(code) }));
    const runs = new Map(
      this.pad(path).memory.map(({ cell, order, code }): [string, CellRun] => [
        cell,
        { order, text: code, names: this.#namesOf(code) },
      ]),
    );
    return { freshness: freshnessOf(flow, runs), toRun: cellsToRun(flow, runs) };
  }

  /** Lets go of all kernels and lets them run: the next host finds them. */
  dispose(): void {
    for (const { pad, timer } of this.#open.values()) {
      clearTimeout(timer);
      pad.dispose();
    }
    this.#open.clear();
  }

  #of(path: string): Open {
    const known = this.#open.get(path);
    if (known !== undefined) return known;
    const { start, find, now } = this.#parts;
    const pad = new Pad({ start: start(path), find: find(path), now });
    const open: Open = { pad, due: new Map(), timer: undefined };
    pad.onDidChange((change) => this.#changed(path, open, change));
    this.#open.set(path, open);
    return open;
  }

  #changed(path: string, open: Open, change: PadChange): void {
    const { events } = this.#parts;
    switch (change.kind) {
      case "kernel":
        events.fire("scratch.didChange", { pad: path, kernel: change.kernel });
        return;
      case "asked":
        events.fire("scratch.didAsk", { pad: path, prompt: change.prompt, isPassword: change.isPassword });
        return;
      case "run":
        open.due.set(change.run.cell, change.run);
        open.timer ??= setTimeout(() => this.#tell(path, open), least + sizeOf(change.run) / charactersPerMs);
    }
  }

  #tell(path: string, open: Open): void {
    open.timer = undefined;
    const runs = [...open.due.values()];
    open.due.clear();
    this.#parts.events.fire("scratch.didChange", { pad: path, runs });
  }

  /** The same text says the same: a pad is asked about at every pause of typing. */
  #namesOf(code: string): CellNames {
    const known = this.#names.get(code);
    if (known !== undefined) return known;
    const source = blankMagics(code);
    const root = this.#parts.parser.parse("python", "cell.py", source);
    const names =
      root === undefined ? nothing : cellNames({ language: "python", path: "cell.py", source, root });
    if (this.#names.size >= mostKnownNames) this.#names.clear();
    this.#names.set(code, names);
    return names;
  }
}

function sizeOf({ outputs }: PadRun): number {
  return outputs.reduce((sum, output) => {
    if (output.kind === "text") return sum + output.text.length;
    if (output.kind === "error") return sum + output.traceback.join("").length;
    return Object.values(output.data).reduce<number>(
      (own, value) => own + (typeof value === "string" ? value.length : 1000),
      sum,
    );
  }, 0);
}
