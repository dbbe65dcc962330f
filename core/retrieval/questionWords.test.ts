import { expect, test } from "vitest";
import { questionWords } from "./questionWords.ts";

test.each([
  ["Returns the entries of a map", ["returns", "return", "entries", "entry", "map"]],
  [
    "mapped boxes, parsing",
    ["mapped", "mapp", "mappe", "map", "boxes", "box", "boxe", "parsing", "pars", "parse"],
  ],
  ["is this class as status", ["class", "status"]],
  ["not in", ["not", "in"]],
  ["parseHttpRequests", ["parsehttprequests", "parsehttprequest", "parse", "http", "requests", "request"]],
  ["", []],
])("%s", (question, words) => {
  expect(questionWords(question)).toEqual(words);
});
