import fc from "fast-check";
import { expect, test } from "vitest";
import { standingOffer } from "./standingOffer.ts";

test("what was typed of an offer is taken off; anything else ends it", () => {
  const offer = { text: "sum(values)", restOfLine: "" };
  expect(standingOffer(offer, "", "")).toEqual({ remaining: "sum(values)", closers: "" });
  expect(standingOffer(offer, "sum", "")).toEqual({ remaining: "(values)", closers: "" });
  expect(standingOffer(offer, "sum(values)", "")).toEqual({ remaining: "", closers: "" });
  expect(standingOffer(offer, "sun", "")).toBeUndefined();
});

test("a bracket that the editor closed is the offer's own; other text right of the cursor ends it", () => {
  const offer = { text: "f(x)", restOfLine: " # note" };
  expect(standingOffer(offer, "f(", ") # note")).toEqual({ remaining: "x)", closers: ")" });
  expect(standingOffer(offer, "f(", "] # note")).toBeUndefined();
  expect(standingOffer(offer, "f(", "x # note")).toBeUndefined();
  expect(standingOffer(offer, "f(", " # other")).toBeUndefined();
  expect(standingOffer({ text: "a[b", restOfLine: "" }, "a[", "]")).toBeUndefined();
});

test("typing an offer to its end always gives back the offer", () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1, maxLength: 40 }), fc.nat(40), fc.string(), (text, cut, rest) => {
      const typed = text.slice(0, cut);
      const standing = standingOffer({ text, restOfLine: rest }, typed, rest);
      expect(typed + standing?.remaining).toBe(text);
      expect(standing?.closers).toBe("");
    }),
  );
});
