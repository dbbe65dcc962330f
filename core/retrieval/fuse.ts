/** Cormack, Clarke and Büttcher, 2009: large enough that the first place of one list does not decide alone. */
const rankOffset = 60;

export interface RankedList<Via extends string, T> {
  readonly via: Via;
  /** How much a place in this list counts beside one in another. */
  readonly weight: number;
  /** Best first. */
  readonly items: readonly T[];
  /** The place of each, from 0, where some are left out; as they stand otherwise. */
  readonly places?: readonly number[];
}

export interface Fused<Via extends string, T> {
  readonly item: T;
  readonly score: number;
  /** The lists that it stood in. */
  readonly via: readonly Via[];
}

/** Reciprocal rank fusion: the lists' own scores cannot be compared, their places can. Best first. */
export function fuse<Via extends string, T>(
  lists: readonly RankedList<Via, T>[],
  idOf: (item: T) => number,
): Fused<Via, T>[] {
  const fused = new Map<number, { readonly item: T; score: number; readonly via: Via[] }>();
  for (const { via, weight, items, places } of lists)
    for (const [index, item] of items.entries()) {
      const rank = places?.[index] ?? index;
      const known = fused.get(idOf(item)) ?? { item, score: 0, via: [] };
      known.score += weight / (rankOffset + rank + 1);
      if (!known.via.includes(via)) known.via.push(via);
      fused.set(idOf(item), known);
    }
  return [...fused.values()].sort((one, other) => other.score - one.score);
}
