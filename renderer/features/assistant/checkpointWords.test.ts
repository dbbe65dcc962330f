import { expect, test } from "vitest";
import { restoredWords } from "./checkpointWords.ts";

const changes = (changed: number, deleted: number, added: number) =>
  [
    ...Array.from({ length: changed }, () => "changed" as const),
    ...Array.from({ length: deleted }, () => "deleted" as const),
    ...Array.from({ length: added }, () => "added" as const),
  ].map((change, index) => ({ path: String(index), change }));

test("what a restoring would do, in one line", () => {
  expect([
    restoredWords(changes(3, 1, 2)),
    restoredWords(changes(1, 0, 0)),
    restoredWords(changes(0, 2, 0)),
    restoredWords(changes(0, 0, 1)),
  ]).toEqual([
    "3 files change, 1 comes back, 2 go to the trash",
    "1 file changes",
    "2 files come back",
    "1 file goes to the trash",
  ]);
});
