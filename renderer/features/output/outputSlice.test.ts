import { expect, test } from "vitest";
import { withLines } from "./outputSlice.ts";

test("keeps the last lines and the numbers of those it keeps", () => {
  expect(withLines({ lines: ["a", "b"], first: 7 }, ["c", "d"], 3)).toEqual({
    lines: ["b", "c", "d"],
    first: 8,
  });
});

test("adds while there is room", () => {
  expect(withLines({ lines: [], first: 0 }, ["a"], 3)).toEqual({ lines: ["a"], first: 0 });
});
