import fc from "fast-check";
import { expect, test } from "vitest";
import { fuse } from "./fuse.ts";
import { quantize, signatureOf, similarity } from "./quantize.ts";
import { SignatureTable } from "./signatureTable.ts";

const part = fc.float({ min: -1, max: 1, noNaN: true });
const vector = fc.array(part, { minLength: 40, maxLength: 40 }).map((parts) => Float32Array.from(parts));

test("a quantized vector gives the inner product of the original to within half a step for each part", () => {
  fc.assert(
    fc.property(vector, vector, (query, stored) => {
      const exact = query.reduce((sum, one, index) => sum + one * (stored[index] ?? 0), 0);
      const quantized = quantize(stored);
      const bound = query.reduce((sum, one) => sum + Math.abs(one), 0) * quantized.scale * 0.5001 + 1e-6;
      expect(Math.abs(similarity(query, quantized) - exact)).toBeLessThanOrEqual(bound);
    }),
  );
});

test("the table finds those with the fewest differing bits, as counting them one by one does", () => {
  const differing = (one: Float32Array, other: Float32Array): number =>
    one.reduce((sum, value, index) => sum + (value > 0 === (other[index] ?? 0) > 0 ? 0 : 1), 0);
  fc.assert(
    fc.property(
      fc.array(vector, { minLength: 1, maxLength: 60 }),
      vector,
      fc.integer({ min: 1, max: 20 }),
      (stored, query, count) => {
        const table = new SignatureTable(40);
        for (const [index, one] of stored.entries()) table.add(index + 100, signatureOf(one));
        const found = table.nearest(signatureOf(query), count);
        const distances = stored.map((one) => differing(query, one));
        const expected = [...distances].sort((a, b) => a - b).slice(0, count);
        expect(found.map((id) => distances[id - 100] ?? -1).sort((a, b) => a - b)).toEqual(expected);
        expect(new Set(found).size).toBe(found.length);
      },
    ),
  );
});

test("a table that grows forgets nothing", () => {
  const table = new SignatureTable(32);
  for (let index = 0; index < 5000; index++) table.add(index, Uint32Array.of(index));
  expect(table.nearest(Uint32Array.of(4321), 1)).toEqual([4321]);
});

test("fusion: what two lists name comes before what one names first; each says what found it", () => {
  const fused = fuse(
    [
      { via: "lexical", weight: 1, items: [1, 2, 3] },
      { via: "semantic", weight: 1, items: [4, 2] },
    ],
    (id) => id,
  );
  expect(fused.map(({ item, via }) => [item, via.join("+")])).toEqual([
    [2, "lexical+semantic"],
    [1, "lexical"],
    [4, "semantic"],
    [3, "lexical"],
  ]);
  expect(fused[0]?.score).toBeCloseTo(2 / 62, 10);
});
