import type { Position, Range } from "../../../core/contract/common.ts";

export interface OutlineSymbol {
  readonly name: string;
  readonly detail: string;
  /** Monaco's number for its kind, and what it is called: "function", "class". */
  readonly kindName: string;
  readonly range: Range;
  /** The name itself, where a click goes. */
  readonly selection: Range;
  readonly children: readonly OutlineSymbol[];
}

export interface OutlineRow {
  readonly key: string;
  readonly level: number;
  readonly symbol: OutlineSymbol;
  readonly expanded: boolean | undefined;
}

/** The symbols as a list, top to bottom, without what is inside of those collapsed. */
export function outlineRows(
  symbols: readonly OutlineSymbol[],
  collapsed: ReadonlySet<string>,
  level = 1,
  parent = "",
): readonly OutlineRow[] {
  return symbols
    .toSorted((a, b) => comparePositions(a.range.start, b.range.start))
    .flatMap((symbol, index) => {
      // Two of the same name (overloads) are told apart by their order.
      const key = `${parent}/${symbol.name}#${index}`;
      const some = symbol.children.length > 0;
      const expanded = some ? !collapsed.has(key) : undefined;
      const inner = expanded ? outlineRows(symbol.children, collapsed, level + 1, key) : [];
      return [{ key, level, symbol, expanded }, ...inner];
    });
}

/** The innermost row that the cursor is in; the rows' parents come before them. */
export function rowAt(rows: readonly OutlineRow[], position: Position): OutlineRow | undefined {
  return rows.findLast(
    ({ symbol: { range } }) =>
      comparePositions(range.start, position) <= 0 && comparePositions(position, range.end) <= 0,
  );
}

/** Parameters and local variables are noise in an outline of Python; a module's and a class's own are not. */
export function withoutLocals(
  symbols: readonly OutlineSymbol[],
  inFunction = false,
): readonly OutlineSymbol[] {
  return symbols
    .filter((symbol) => !(inFunction && localKinds.has(symbol.kindName)))
    .map((symbol) => ({
      ...symbol,
      children: withoutLocals(symbol.children, inFunction || functionKinds.has(symbol.kindName)),
    }));
}

const functionKinds = new Set(["function", "method", "constructor"]);
const localKinds = new Set(["variable", "constant", "property", "field"]);

function comparePositions(a: Position, b: Position): number {
  return a.line - b.line || a.column - b.column;
}
