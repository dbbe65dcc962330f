import { expect, test } from "vitest";
import { readCloudAnswer } from "./cloudAnswer.ts";

const json = JSON.stringify({ explanation: "Why.", code: "x = 1\n" });

test.each([
  ["as asked", json],
  ["in a fence", `\`\`\`json\n${json}\n\`\`\``],
  ["with words around it", `Here it is:\n${json}\nAnything else?`],
])("JSON is read: %s", (_how, text) => {
  expect(readCloudAnswer(text)).toEqual({ explanation: "Why.", code: "x = 1\n", whole: true });
});

test("Markdown is read as words and one block of code", () => {
  expect(readCloudAnswer("Do this:\n```python\nx = 1\n```\nDone.")).toEqual({
    explanation: "Do this:\n\nDone.",
    code: "x = 1",
    whole: true,
  });
});

test("plain words are an explanation", () => {
  expect(readCloudAnswer("It sums.")).toEqual({ explanation: "It sums.", code: "", whole: true });
});

test("half an answer is not whole: it can be read and not accepted", () => {
  const { code, whole } = readCloudAnswer(json.slice(0, -4));
  expect([code.startsWith("x = 1"), whole]).toEqual([true, false]);
});
