import fc from "fast-check";
import { expect, test } from "vitest";
import { CompletionCache } from "./cache.ts";

const model = "a".repeat(64);
const completion = { text: "return x + 1", probability: 0.8, promptHash: "b".repeat(64), promptTokens: 12 };
const place = { path: "a.py", prefix: "def f(x):\n    ", suffix: "\nrest\n" };

test("the same place gives the same completion; another place, model, file or alternative gives none", () => {
  const cache = new CompletionCache();
  cache.put(place, model, 0, completion);
  expect(cache.find(place, model, 0)?.text).toBe(completion.text);
  expect(cache.find(place, model, 1)).toBeUndefined();
  expect(cache.find(place, "c".repeat(64), 0)).toBeUndefined();
  expect(cache.find({ ...place, path: "b.py" }, model, 0)).toBeUndefined();
  expect(cache.find({ ...place, suffix: "\nother\n" }, model, 0)).toBeUndefined();
});

test("typing into a suggestion gives the rest of it, typing something else gives nothing", () => {
  const cache = new CompletionCache();
  cache.put(place, model, 0, completion);
  fc.assert(
    fc.property(fc.integer({ min: 1, max: completion.text.length - 1 }), (typed) => {
      const prefix = place.prefix + completion.text.slice(0, typed);
      expect(cache.find({ ...place, prefix }, model, 0)?.text).toBe(completion.text.slice(typed));
    }),
  );
  expect(cache.find({ ...place, prefix: `${place.prefix}retX` }, model, 0)).toBeUndefined();
  expect(cache.find({ ...place, prefix: place.prefix + completion.text }, model, 0)).toBeUndefined();
  expect(cache.find({ ...place, prefix: "something else\n    ret" }, model, 0)).toBeUndefined();
});

test("keeps the latest used and no more than its capacity", () => {
  const cache = new CompletionCache(3);
  const at = (name: string) => ({ ...place, path: name });
  for (const name of ["a", "b", "c"]) cache.put(at(name), model, 0, completion);
  cache.find(at("a"), model, 0);
  cache.put(at("d"), model, 0, completion);
  expect([cache.size, cache.find(at("a"), model, 0)?.text, cache.find(at("b"), model, 0)]).toEqual([
    3,
    completion.text,
    undefined,
  ]);
});
