import fc from "fast-check";
import { expect, test } from "vitest";
import { debounceMilliseconds } from "./debounce.ts";

const typing = { trigger: "typing", typed: "a", intervals: [120, 130, 110], atLineEnd: true } as const;

test("asked for by a key waits for nothing", () => {
  expect(debounceMilliseconds({ ...typing, trigger: "explicit" })).toBe(0);
});

test("where help is looked for, the wait is shorter; after removing text it is longer", () => {
  const plain = debounceMilliseconds(typing);
  expect(debounceMilliseconds({ ...typing, typed: "." })).toBeLessThan(plain);
  expect(debounceMilliseconds({ ...typing, typed: undefined })).toBeGreaterThan(plain);
});

test("quick typing waits less than slow typing, and pauses do not count as rhythm", () => {
  const quick = debounceMilliseconds({ ...typing, intervals: [70, 75, 80] });
  expect(quick).toBeLessThan(debounceMilliseconds({ ...typing, intervals: [250, 260, 270] }));
  expect(debounceMilliseconds({ ...typing, intervals: [70, 75, 80, 9000, 9000] })).toBe(quick);
});

test("always between 0 and 200", () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ noNaN: false })),
      fc.option(fc.string(), { nil: undefined }),
      fc.boolean(),
      fc.constantFrom("typing", "explicit", "cycle", "restore"),
      (intervals, typed, atLineEnd, trigger) => {
        const wait = debounceMilliseconds({ trigger, typed, intervals, atLineEnd });
        expect(wait >= 0 && wait <= 200).toBe(true);
      },
    ),
  );
});
