import fc from "fast-check";
import { expect, test } from "vitest";
import { type CellRun, cellsToRun, type FlowCell, freshnessOf } from "./staleCells.ts";

function cell(id: string, reads: string, writes: string, text = `${reads}→${writes}`): FlowCell {
  const words = (all: string): readonly string[] => all.split(" ").filter((word) => word !== "");
  return { id, text, names: { reads: words(reads), writes: words(writes) } };
}
function ran(cells: readonly FlowCell[], ...order: string[]): Map<string, CellRun> {
  const runs = new Map<string, CellRun>();
  for (const [index, id] of order.entries()) {
    const one = cells.find((other) => other.id === id);
    if (one) runs.set(id, { order: index + 1, text: one.text, names: one.names });
  }
  return runs;
}
const words = (cells: readonly FlowCell[], runs: ReadonlyMap<string, CellRun>): string =>
  [...freshnessOf(cells, runs)].map(([id, { kind }]) => `${id}:${kind}`).join(" ");

const load = cell("load", "", "df");
const clean = cell("clean", "df", "df");
const plot = cell("plot", "df", "");
const other = cell("other", "x", "y");
const pad = [load, clean, plot, other];

test("what has run from above to below is fresh, what has not run is neither", () => {
  expect(words(pad, ran(pad, "load", "clean", "plot"))).toBe(
    "load:fresh clean:fresh plot:fresh other:notRun",
  );
});

test("a cell that runs again makes old what reads it below, and not itself", () => {
  expect(words(pad, ran(pad, "load", "clean", "plot", "clean"))).toBe(
    "load:fresh clean:fresh plot:stale other:notRun",
  );
  expect(words(pad, ran(pad, "clean", "plot", "load"))).toBe(
    "load:fresh clean:stale plot:stale other:notRun",
  );
});

test("two cells that change a name in place are not old because of each other", () => {
  const twice = [load, clean, cell("more", "df", "df"), plot];
  expect(words(twice, ran(twice, "load", "clean", "more", "plot"))).toBe(
    "load:fresh clean:fresh more:fresh plot:fresh",
  );
});

test("an edit is seen at once, in the cell and in all that it feeds", () => {
  const edited = [{ ...load, text: "df = other()" }, clean, plot, other];
  const runs = ran(pad, "load", "clean", "plot");
  expect(words(edited, runs)).toBe("load:edited clean:stale plot:stale other:notRun");
  expect(freshnessOf(edited, runs).get("plot")).toEqual({ kind: "stale", name: "df", from: "load" });
  expect(cellsToRun(edited, runs)).toEqual(["load", "clean", "plot"]);
});

test("a name that an edit gives no more, or gives newly, counts for what reads it", () => {
  const renamed = [cell("load", "", "frame"), plot];
  expect(words(renamed, ran([load, plot], "load", "plot"))).toBe("load:edited plot:stale");
});

test("where nothing above gives a name, what stands below does", () => {
  const upside = [plot, load];
  expect(words(upside, ran(upside, "load", "plot"))).toBe("plot:fresh load:fresh");
  expect(words(upside, ran(upside, "plot", "load"))).toBe("plot:stale load:fresh");
});

test("running what is stale, from above to below, leaves nothing stale, whatever ran before", () => {
  const name = fc.constantFrom("a", "b", "c");
  const list = fc.uniqueArray(name, { maxLength: 2 }).map((all) => all.join(" "));
  const cells = fc
    .array(fc.tuple(list, list), { minLength: 1, maxLength: 6 })
    .map((all) => all.map(([reads, writes], index) => cell(String(index), reads, writes)));
  fc.assert(
    fc.property(cells, fc.array(fc.nat(5), { maxLength: 12 }), fc.nat(5), (before, order, edited) => {
      // What reads a name that only cells below give can never be made fresh by going down: such pads are left out.
      fc.pre(
        before.every(({ names }, at) =>
          names.reads.every((one) => {
            const gives = ({ names: all }: FlowCell): boolean => all.writes.includes(one);
            return before.slice(0, at).some(gives) || !before.slice(at + 1).some(gives);
          }),
        ),
      );
      const runs = ran(before, ...order.map(String));
      const now = before.map((one, index) => (index === edited ? { ...one, text: "edited" } : one));
      let count = 1000;
      for (const id of cellsToRun(now, runs)) {
        const one = now.find((other) => other.id === id);
        if (one) runs.set(id, { order: count++, text: one.text, names: one.names });
      }
      expect(cellsToRun(now, runs)).toEqual([]);
    }),
  );
});
