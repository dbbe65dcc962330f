/** One change of a Monaco model: lines are 1-based, as Monaco counts. */
export interface LineChange {
  readonly startLine: number;
  readonly endLine: number;
  readonly text: string;
}

/**
 * Monaco keeps one kind of line end for a whole model. For a file with mixed ones this remembers each line's own, follows
 * every edit, and puts them back on save, so that only what was edited changes.
 */
export class LineEnds {
  #ends: string[];
  readonly #usual: string;

  constructor(text: string) {
    this.#ends = text.match(/\r\n|\r|\n/g) ?? [];
    this.#usual = mostFrequent(this.#ends);
  }

  static isMixed(text: string): boolean {
    return text.includes("\r");
  }

  /** Monaco lists the changes of one event from the last to the first, so that each holds for the text as it stands. */
  apply(changes: readonly LineChange[]): void {
    for (const change of changes) {
      const added = (change.text.match(/\r\n|\r|\n/g) ?? []).map(() => this.#usual);
      const before = this.#ends.slice(0, change.startLine - 1);
      this.#ends = [...before, ...added, ...this.#ends.slice(change.endLine - 1)];
    }
  }

  /** `text` with "\n" alone, each of them turned back into what the line had. */
  restore(text: string): string {
    let line = 0;
    return text.replaceAll("\n", () => this.#ends[line++] ?? this.#usual);
  }
}

function mostFrequent(ends: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const end of ends) counts.set(end, (counts.get(end) ?? 0) + 1);
  let best = "\n";
  for (const [end, count] of counts) if (count > (counts.get(best) ?? 0)) best = end;
  return best;
}
