import { fuzzyMatch } from "../../../core/base/fuzzy.ts";
import type { Command } from "../../state/commands.ts";
import type { QuickItem } from "./quickPick.ts";

export function commandLabel(command: Command): string {
  return command.category === undefined ? command.title : `${command.category}: ${command.title}`;
}

/** The palette's lines: those that fit what is typed, the recently used first, then by fit and name. */
export function commandItems(
  commands: readonly Command[],
  text: string,
  recent: readonly string[],
  keysOf: (id: string) => string | undefined,
  run: (id: string) => void,
): readonly QuickItem[] {
  const query = text.trim();
  const offered = commands.filter((command) => command.hidden !== true && command.when?.() !== false);
  const fitting = offered.flatMap((command) => {
    const label = commandLabel(command);
    const match = fuzzyMatch(query, label);
    if (!match) return [];
    const used = recent.indexOf(command.id);
    return [{ command, label, match, used: used < 0 ? recent.length : used }];
  });
  fitting.sort(
    (a, b) =>
      (query === "" ? 0 : b.match.score - a.match.score) ||
      a.used - b.used ||
      a.label.localeCompare(b.label, "en"),
  );
  return fitting.map(({ command, label, match, used }) => ({
    id: command.id,
    label,
    positions: match.positions,
    keys: keysOf(command.id),
    ...(query === "" && recent.length > 0
      ? { group: used < recent.length ? "recently used" : "other commands" }
      : {}),
    run: () => run(command.id),
  }));
}
