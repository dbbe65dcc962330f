import { expect, test } from "vitest";
import { secretAnalyzer } from "./secretAnalyzer.ts";

test("a judged text leaves nothing behind in the process", async () => {
  const { signal } = new AbortController();
  const before = performance.getEntries().length;
  for (let number = 0; number < 3; number++) {
    const source = `x = ${number}\n`;
    await secretAnalyzer.analyze(
      { language: "python", path: "", source, start: 0, end: source.length },
      signal,
    );
  }
  expect(performance.getEntries()).toHaveLength(before);
});
