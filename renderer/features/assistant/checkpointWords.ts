import type { CheckpointChange } from "../../../core/contract/checkpoints.ts";

type Change = CheckpointChange["change"];

/** What restoring does to a file that changed so since. */
export const changeWords: Readonly<Record<Change, string>> = {
  changed: "changes",
  deleted: "comes back",
  added: "goes to the trash",
};

const several: Readonly<Record<Change, string>> = {
  changed: "change",
  deleted: "come back",
  added: "go to the trash",
};

/** "3 files change, 1 comes back, 2 go to the trash" */
export function restoredWords(changes: readonly CheckpointChange[]): string {
  return (["changed", "deleted", "added"] as const)
    .map((change) => ({ change, count: changes.filter((one) => one.change === change).length }))
    .filter(({ count }) => count > 0)
    .map(({ change, count }, index) => {
      const verb = count === 1 ? changeWords[change] : several[change];
      return `${index === 0 ? filesWords(count) : count} ${verb}`;
    })
    .join(", ");
}

export function filesWords(count: number): string {
  return count === 1 ? "1 file" : `${count} files`;
}
