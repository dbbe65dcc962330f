import { expect, test } from "vitest";
import { indexStatus } from "./gitController.ts";

test("folders above a change are marked, those above an ignored file are not", () => {
  const { byPath, changedFolders } = indexStatus({
    branch: "main",
    ahead: 0,
    behind: 0,
    files: [
      { path: "a/b/c.py", status: "modified", staged: false },
      { path: "out/x", status: "ignored", staged: false },
    ],
  });
  expect([byPath.get("a/b/c.py"), [...changedFolders].sort()]).toEqual(["modified", ["a", "a/b"]]);
});
