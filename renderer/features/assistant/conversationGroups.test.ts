import { expect, test } from "vitest";
import { conversationGroups } from "./conversationGroups.ts";

const now = new Date(2026, 10, 24, 9, 30).getTime();
const day = 24 * 60 * 60 * 1000;
const one = (id: string, updatedAt: number, pinned = false) => ({
  id,
  title: id,
  createdAt: 0,
  updatedAt,
  pinned,
  turnCount: 1,
});

test("pinned ones stand first, the others under their age in days as a calendar counts them", () => {
  const groups = conversationGroups(
    [
      one("pinned", now - 90 * day, true),
      one("now", now),
      one("midnight", new Date(2026, 10, 24).getTime()),
      one("late", new Date(2026, 10, 23, 23, 59).getTime()),
      one("week", now - 6 * day),
      one("month", now - 7 * day),
      one("old", now - 40 * day),
    ],
    now,
  );
  expect(groups.map(({ title, conversations }) => [title, ...conversations.map(({ id }) => id)])).toEqual([
    ["Pinned", "pinned"],
    ["Today", "now", "midnight"],
    ["Yesterday", "late"],
    ["Last 7 days", "week"],
    ["Last 30 days", "month"],
    ["Older", "old"],
  ]);
});
