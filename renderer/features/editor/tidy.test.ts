import { expect, test } from "vitest";
import { tidyEdits } from "./tidy.ts";

const all = { "files.trimTrailingWhitespace": true, "files.insertFinalNewline": true };

test("saving tidies what the settings name and nothing else", () => {
  expect([
    tidyEdits(["a  ", "b", "\t"], all),
    tidyEdits(["a", "b"], all),
    tidyEdits(["a ", "b"], { "files.trimTrailingWhitespace": false, "files.insertFinalNewline": false }),
  ]).toEqual([
    [
      { line: 1, startColumn: 2, endColumn: 4, text: "" },
      { line: 3, startColumn: 1, endColumn: 2, text: "" },
    ],
    [{ line: 2, startColumn: 2, endColumn: 2, text: "\n" }],
    [],
  ]);
});
