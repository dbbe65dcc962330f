import { expect, test } from "vitest";
import { ThreadContention } from "./threadContention.ts";

test("one thread's pace is learnt before many are allowed", () => {
  const contention = new ThreadContention();
  expect(contention.allowsManyThreads(0)).toBe(false);
  contention.read(64, 32, false, 0);
  expect(contention.allowsManyThreads(1)).toBe(true);
});

test("many threads slower than one are paused, twice as long each time, and forgiven when they serve again", () => {
  const contention = new ThreadContention();
  contention.read(64, 64, false, 0);
  contention.read(64, 640, true, 1000);
  expect([contention.allowsManyThreads(30_999), contention.allowsManyThreads(31_000)]).toEqual([false, true]);
  contention.read(64, 640, true, 31_000);
  expect([contention.allowsManyThreads(90_999), contention.allowsManyThreads(91_000)]).toEqual([false, true]);
  contention.read(64, 40, true, 91_000);
  contention.read(64, 640, true, 92_000);
  expect([contention.allowsManyThreads(121_999), contention.allowsManyThreads(122_000)]).toEqual([
    false,
    true,
  ]);
});

test("a short slice says nothing about the pace", () => {
  const contention = new ThreadContention();
  contention.read(2, 50, false, 0);
  expect(contention.allowsManyThreads(1)).toBe(false);
});
