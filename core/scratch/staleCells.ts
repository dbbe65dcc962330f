import type { CellNames } from "./cellNames.ts";

/** A code cell as it stands in the pad now. */
export interface FlowCell {
  readonly id: string;
  readonly text: string;
  readonly names: CellNames;
}

/** The last time that a cell ran in this kernel. */
export interface CellRun {
  /** Counts up with every run of any cell. */
  readonly order: number;
  /** What ran. */
  readonly text: string;
  readonly names: CellNames;
}

export type CellFreshness =
  | { readonly kind: "notRun" }
  | { readonly kind: "fresh" }
  /** Its text is not what ran. */
  | { readonly kind: "edited" }
  /** What it reads has another value since, or will have once that cell has run again. */
  | { readonly kind: "stale"; readonly name: string; readonly from: string };

/**
 * Which cells show what their pad no longer says. A cell's inputs come from above: what stands below it and changes a name in
 * place does not make it old. Where nothing above gives a name, what stands below does.
 */
export function freshnessOf(
  cells: readonly FlowCell[],
  runs: ReadonlyMap<string, CellRun>,
): ReadonlyMap<string, CellFreshness> {
  const found = new Map<string, CellFreshness>();
  for (const [place, cell] of cells.entries()) {
    const run = runs.get(cell.id);
    if (run === undefined) found.set(cell.id, { kind: "notRun" });
    else if (run.text !== cell.text) found.set(cell.id, { kind: "edited" });
    else found.set(cell.id, olderInput(cells, place, run, runs, found) ?? { kind: "fresh" });
  }
  return found;
}

/** What "run what is stale" runs, from above to below: old cells, edited ones, and whatever reads what these will write. */
export function cellsToRun(
  cells: readonly FlowCell[],
  runs: ReadonlyMap<string, CellRun>,
): readonly string[] {
  const freshness = freshnessOf(cells, runs);
  return cells.filter(({ id }) => /^(edited|stale)$/.test(freshness.get(id)?.kind ?? "")).map(({ id }) => id);
}

function olderInput(
  cells: readonly FlowCell[],
  place: number,
  run: CellRun,
  runs: ReadonlyMap<string, CellRun>,
  above: ReadonlyMap<string, CellFreshness>,
): CellFreshness | undefined {
  for (const name of run.names.reads) {
    const own = cells[place]?.id;
    const writes = ({ id, names }: FlowCell): boolean =>
      id !== own && (names.writes.includes(name) || (runs.get(id)?.names.writes.includes(name) ?? false));
    const upper = cells.slice(0, place).filter(writes);
    const givers = upper.length > 0 ? upper : cells.slice(place + 1).filter(writes);
    for (const { id } of givers) {
      const ran = runs.get(id);
      const isOld = /^(edited|stale)$/.test(above.get(id)?.kind ?? "");
      if (isOld || (ran !== undefined && ran.order > run.order)) return { kind: "stale", name, from: id };
    }
  }
  return undefined;
}
