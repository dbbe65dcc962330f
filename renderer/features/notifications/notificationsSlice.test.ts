import { expect, test } from "vitest";
import { type Notification, withNotification } from "./notificationsSlice.ts";

function notification(id: string, message: string, at: number): Notification {
  return { id, severity: "warning", message, actions: [], at, toast: true, read: false };
}

test("what is said again replaces what was said, by id or by its words, and stands first", () => {
  const said = [notification("1", "The disk is full.", 1), notification("2", "The model stopped.", 2)];
  const items = [
    notification("3", "Nothing was inserted.", 3),
    notification("4", "The disk is full.", 4),
    notification("2", "The model stopped again.", 5),
  ].reduce<readonly Notification[]>(withNotification, said);
  expect(items.map(({ id, at }) => [id, at])).toEqual([
    ["2", 5],
    ["4", 4],
    ["3", 3],
  ]);
});
