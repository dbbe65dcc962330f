import { fuzzyMatch } from "../../../core/base/fuzzy.ts";
import type { Range } from "../../../core/contract/common.ts";
import { type OutlineSymbol, outlineRows, withoutLocals } from "../outline/outlineRows.ts";
import type { QuickItem } from "./quickPick.ts";

/** The symbols whose name fits: by fit, and by place where nothing is typed; each says what it stands in. */
export function symbolItems(
  symbols: readonly OutlineSymbol[],
  query: string,
  go: (range: Range) => void,
): readonly QuickItem[] {
  const containers: string[] = [];
  const rows = outlineRows(withoutLocals(symbols), new Set()).map(({ key, level, symbol }) => {
    containers.splice(level - 1, containers.length, symbol.name);
    return { key, symbol, container: containers.slice(0, -1).join(" › ") };
  });
  const fitting = rows.flatMap((row) => {
    const match = fuzzyMatch(query, row.symbol.name);
    return match ? [{ ...row, match }] : [];
  });
  if (query !== "") fitting.sort((a, b) => b.match.score - a.match.score);
  return fitting.map(({ key, symbol, container, match }) => ({
    id: key,
    label: symbol.name,
    positions: match.positions,
    icon: `symbol-${symbol.kindName}`,
    ...(container === "" ? {} : { detail: container }),
    run: () => go(symbol.selection),
  }));
}
