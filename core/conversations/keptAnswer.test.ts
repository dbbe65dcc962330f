import fc from "fast-check";
import { expect, test } from "vitest";
import { alternativeFixture, answerFixture } from "./answerFixture.ts";
import { answerParts } from "./answerParts.ts";
import { answerTexts } from "./answerTexts.ts";
import { packOutcome, unpackOutcome } from "./keptAnswer.ts";
import { TextShelf } from "./textShelf.ts";

const overJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
const file = Array.from({ length: 400 }, (_, line) => `line_${line} = ${line * 7919}\n`).join("");
const other = Array.from({ length: 400 }, (_, line) => `test_${line}(${line * 31})\n`).join("");

test("an answer comes back whole, and each file in it is kept once", () => {
  const answer = answerFixture(
    [
      alternativeFixture("a", file, file.replace("line_20 = ", "line_20 = 1 + ")),
      alternativeFixture("b", file, file.replace("line_30 = ", "line_30 = 2 + ")),
      alternativeFixture("c", other, `${other}more()\n`),
      alternativeFixture("d", other, other.slice(200)),
    ],
    file.slice(300, 900),
  );
  const kept = overJson(packOutcome({ kind: "answer", answer }, file));
  expect(unpackOutcome(kept, file)).toEqual({ kind: "answer", answer });
  // The asked file is not in it at all, the other one once.
  expect(JSON.stringify(kept).length).toBeLessThan(other.length + 8000);
  expect(JSON.stringify(kept)).not.toContain("line_25 ");
});

test("what was kept with another text, or by nobody, is no answer", () => {
  const answer = answerFixture([alternativeFixture("a", file, `${file}x`)]);
  const kept = packOutcome({ kind: "answer", answer }, file);
  expect([
    unpackOutcome(kept, ""),
    unpackOutcome({ kind: "answer" }, file),
    unpackOutcome("text", file),
  ]).toEqual([undefined, undefined, undefined]);
  const partial = { kind: "partial" as const, texts: ["x ="], reason: "Stopped." };
  expect(unpackOutcome(overJson(packOutcome(partial, file)), "")).toEqual(partial);
});

test("any texts come back from the shelf as they were", () => {
  const piece = fc.constantFrom("a".repeat(150), "😀\u0000".repeat(80), "b\n".repeat(90), "x", "\ud800");
  const text = fc.array(piece, { maxLength: 6 }).map((pieces) => pieces.join(""));
  fc.assert(
    fc.property(text, fc.array(text, { maxLength: 6 }), (given, texts) => {
      const shelf = new TextShelf([given]);
      const packed = texts.map((one, index) => shelf.pack(one, index % 2 === 0));
      const read = new TextShelf([given], shelf.added);
      expect(packed.map((one) => read.unpack(one))).toEqual(texts);
    }),
    { numRuns: 500 },
  );
});

test("an answer is told as a document, and found by what a person reads of it", () => {
  const kept = packOutcome(
    { kind: "answer", answer: answerFixture([alternativeFixture("a", file, `${file}x`)], file) },
    "",
  );
  expect(answerParts(kept)).toEqual([
    { kind: "title", text: "Alternative A, src/orders.py" },
    {
      kind: "line",
      text: "confidence medium · passed the gate · 2 of 2 tests passed · +1 −1 lines · local, tiny",
    },
    { kind: "prose", markdown: "Adds them up & returns <int>." },
    { kind: "code", code: "return sum(amounts)", language: "python" },
    { kind: "line", text: "1 of 3 alternatives: 2 said the same." },
    { kind: "title", text: "Calls" },
    { kind: "list", items: ["sum(amounts) is called (src/orders.py:5)"] },
    { kind: "line", text: "Python 3.11" },
  ]);
  expect(answerTexts(kept)).toEqual([
    "Adds them up & returns <int>.",
    "return sum(amounts)",
    "sum(amounts) is called",
  ]);
  expect(answerParts({ kind: "partial", texts: ["x =", ""], reason: "Stopped." })).toEqual([
    { kind: "line", text: "Stopped." },
    { kind: "line", text: "Written until then; the gate did not look at it." },
    { kind: "code", code: "x =", language: "" },
  ]);
  expect(answerParts({ code: "x" })).toBe(undefined);
});
