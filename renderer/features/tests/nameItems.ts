import { fuzzyMatch } from "../../../core/base/fuzzy.ts";
import type { QuickItem } from "../quickOpen/quickPick.ts";

interface Named {
  readonly name: string;
  readonly detail?: string;
}

/** Those whose name fits, best first; all in their own order while nothing is typed. */
export function nameItems(
  all: readonly Named[],
  query: string,
  icon: string,
  take: (name: string) => void,
): readonly QuickItem[] {
  return all
    .flatMap((one) => {
      const match = fuzzyMatch(query, one.name);
      return match ? [{ ...one, match }] : [];
    })
    .sort((one, other) => (query === "" ? 0 : other.match.score - one.match.score))
    .map(({ name, detail, match }) => ({
      id: name,
      label: name,
      positions: match.positions,
      icon,
      ...(detail === undefined ? {} : { detail }),
      run: () => take(name),
    }));
}
