import fc from "fast-check";
import { expect, test } from "vitest";
import {
  type CellOutputs,
  longestText,
  mostRich,
  noOutputs,
  overwritten,
  withOutput,
} from "./cellOutputs.ts";
import type { KernelOutput } from "./kernelPort.ts";

const all = (...outputs: readonly KernelOutput[]): CellOutputs => outputs.reduce(withOutput, noOutputs);
const out = (text: string, name: "stdout" | "stderr" = "stdout"): KernelOutput => ({
  kind: "stream",
  name,
  text,
});
const show = (text: string, displayId?: string, isUpdate = false): KernelOutput => ({
  kind: "display",
  data: { "text/plain": text },
  metadata: {},
  displayId,
  isUpdate,
});
const texts = ({ shown }: CellOutputs): readonly string[] =>
  shown.map((one) =>
    one.kind === "text" ? one.text : one.kind === "rich" ? String(one.data["text/plain"]) : one.name,
  );

test("text of one stream is one output, the other stream's is another", () => {
  expect(texts(all(out("a\n"), out("b\n"), out("!", "stderr"), out("c")))).toEqual(["a\nb\n", "!", "c"]);
});

test("a display that is updated changes where it stands; one that nobody knows shows nothing", () => {
  expect(texts(all(show("1", "d"), out("x"), show("2", "d", true), show("3", "other", true)))).toEqual([
    "2",
    "x",
  ]);
});

test("what is cleared goes at once, or when the next one comes", () => {
  const clear = (waits: boolean): KernelOutput => ({ kind: "clear", waits });
  expect(texts(all(out("a"), clear(false), out("b")))).toEqual(["b"]);
  expect(texts(all(out("a"), clear(true)))).toEqual(["a"]);
  expect(texts(all(out("a"), clear(true), out("b"), out("c")))).toEqual(["bc"]);
});

test.each([
  ["10 %\r20 %\rdone", "done"],
  ["50 %\r5", "50 %"],
  ["abc\rX", "Xbc"],
  ["ab\b\bc", "cb"],
  ["a\r\nb", "a\nb"],
  ["wait\r", "wait"],
  ["x\b\b\by", "y"],
])("a terminal's %j is read as %j", (text, seen) => {
  expect(overwritten(text)).toBe(seen);
});

test("a progress bar in many pieces is one line, however it was cut", () => {
  const bar = "  0%\r 50%\r100%\nnext\n";
  fc.assert(
    fc.property(fc.array(fc.nat(bar.length), { maxLength: 6 }), (cuts) => {
      const places = [0, ...cuts.toSorted((a, b) => a - b), bar.length];
      const pieces = places.slice(1).map((end, at) => out(bar.slice(places[at], end)));
      expect(texts(all(...pieces)).join("")).toBe("100%\nnext\n");
    }),
  );
});

test("100 MB of text stay small: beginning and end are kept, and how much is missing is known", () => {
  let outputs = all(out("begin\n"));
  const chunk = `${"x".repeat(99_999)}\n`;
  for (let sent = 0; sent < 1000; sent++) outputs = withOutput(outputs, out(chunk));
  outputs = withOutput(outputs, out("end"));
  const [text] = outputs.shown;
  if (text?.kind !== "text") throw new Error("text");
  expect([
    outputs.shown.length,
    text.text.length,
    text.text.startsWith("begin\n"),
    text.text.endsWith("end"),
  ]).toEqual([1, longestText, true, true]);
  expect(text.left).toBe(6 + 1000 * 100_000 + 3 - longestText);
});

test("too much that is rich is counted and not kept", () => {
  const large = show("x".repeat(mostRich / 2));
  const outputs = all(large, large, large, out("text still comes"));
  expect([outputs.shown.length, outputs.dropped]).toEqual([3, 1]);
});
