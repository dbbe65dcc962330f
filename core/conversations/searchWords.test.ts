import { expect, test } from "vitest";
import { answerTexts } from "./answerTexts.ts";
import { conversationTitle } from "./conversationTitle.ts";
import { searchWords, snippetOf } from "./searchWords.ts";

test("words of a search are what the index knows as words", () => {
  expect(searchWords(`"drop-table" OR (naïve* NEAR x_1) '; --`)).toEqual([
    "drop",
    "table",
    "OR",
    "naïve",
    "NEAR",
    "x_1",
  ]);
  expect(searchWords('"(*^')).toEqual([]);
});

test("a snippet is one line around the first match, with its matches marked", () => {
  const text = `${"before ".repeat(20)}the\nGröße of  orders, größer too ${"after ".repeat(40)}`;
  const found = snippetOf(text, ["nowhere", "grö"]);
  expect(found).toEqual({
    snippet: `…${"before ".repeat(5)}the Größe of orders, größer too ${"after ".repeat(15)}a…`,
    spans: [
      [40, 43],
      [57, 60],
    ],
  });
  expect(found?.spans.map(([start, end]) => found.snippet.slice(start, end))).toEqual(["Grö", "grö"]);
  expect(snippetOf("nothing", ["else"])).toBe(undefined);
});

test("an answer's texts are what a person reads of it, whatever its shape", () => {
  expect(answerTexts("word")).toEqual(["word"]);
  expect(
    answerTexts({
      id: "a1b2",
      parts: [{ kind: "prose", text: "Use this." }, { code: "x = 1" }],
      n: 3,
      u: "größe",
      none: null,
    }),
  ).toEqual(["Use this.", "x = 1", "größe"]);
  expect(answerTexts(undefined)).toEqual([]);
});

test("a title is the beginning of a question", () => {
  expect(conversationTitle("  Why is\n this slow? ")).toBe("Why is this slow?");
  expect(conversationTitle("😀".repeat(90))).toBe(`${"😀".repeat(79)}…`);
});
