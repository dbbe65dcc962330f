import { expect, test } from "vitest";
import type { ContextPiece } from "../../../core/contract/assistant.ts";
import { mayLeave } from "./mayLeave.ts";

const closedPaths = ["plans/merger.py", ".env"];
const closed = {
  isClosed: async (path: string) => closedPaths.includes(path) || path.startsWith("plans/"),
  list: async () => ({ ok: true, value: closedPaths }) as const,
};

function piece(origin: ContextPiece["origin"], text: string, path?: string): ContextPiece {
  return {
    id: `${origin}${path ?? ""}`,
    origin,
    text,
    tokens: 1,
    why: "",
    status: "used",
    ...(path === undefined ? {} : { path }),
  };
}

async function sorted(...pieces: ContextPiece[]) {
  const { allowed, refused } = await mayLeave(pieces, closed, closedPaths);
  return { allowed: allowed.map(({ id, text }) => [id, text]), refused };
}

test("a closed file's text may not leave, and the reason is said", async () => {
  expect(
    await sorted(piece("retrieved", "x = 1", "a.py"), piece("retrieved", "y", "plans/merger.py")),
  ).toEqual({
    allowed: [["retrieveda.py", "x = 1"]],
    refused: [{ title: "plans/merger.py", why: "It stands in .airlockignore: nothing of it may leave." }],
  });
});

test("nor may output that quotes one: by its path, by its name, not by a word that only looks like it", async () => {
  const { allowed, refused } = await sorted(
    piece("terminal", 'File "/w/plans/merger.py", line 3\n    price = 17\n'),
    piece("problems", "see merger.py:3"),
    piece("traceback", "process.env is empty; old-merger.python"),
  );
  expect(allowed.map(([id]) => id)).toEqual(["traceback"]);
  expect(refused.map(({ title, why }) => [title, why])).toEqual([
    ["Terminal output", "It quotes plans/merger.py. It stands in .airlockignore: nothing of it may leave."],
    ["Problems", "It quotes plans/merger.py. It stands in .airlockignore: nothing of it may leave."],
  ]);
});

test("of a diff only the parts about closed files are taken out", async () => {
  const open = "diff --git a/a.py b/a.py\n--- a/a.py\n+++ b/a.py\n@@ -1 +1 @@\n-x\n+y\n";
  const shut =
    "diff --git a/plans/merger.py b/plans/merger.py\n--- a/plans/merger.py\n+++ b/plans/merger.py\n-secret\n";
  const renamed =
    "diff --git a/plans/old.py b/shown.py\nsimilarity index 90%\nrename from plans/old.py\nrename to shown.py\n--- a/plans/old.py\n+++ b/shown.py\n-secret\n";
  expect(await sorted(piece("gitDiff", shut + open + renamed))).toEqual({
    allowed: [["gitDiff", open]],
    refused: [
      { title: "Changes of plans/merger.py", why: "It stands in .airlockignore: nothing of it may leave." },
      { title: "Changes of plans/old.py", why: "It stands in .airlockignore: nothing of it may leave." },
    ],
  });
});
