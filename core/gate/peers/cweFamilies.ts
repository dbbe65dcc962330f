/**
 * Weaknesses that tools file under different numbers although they mean the same lines of code: parents with their
 * children in MITRE's tree, and the pairs that Bandit and its kin mix up (eval as a command, weak hash as weak cipher).
 */
const families: readonly (readonly number[])[] = [
  [22, 23, 36, 73],
  [77, 78, 88],
  [78, 94, 95, 96],
  [79, 80, 116],
  [89, 564, 943],
  [295, 297, 599],
  [326, 327, 328, 916],
  [330, 338],
  [377, 379],
  [400, 1333],
  [20, 502],
  [20, 611, 776],
  [79, 94, 1336],
  [798, 259, 321],
  [703, 390, 396],
  [915, 1321],
];

const familiesOf = (cwe: number): readonly number[] =>
  families.flatMap((family, index) => (family.includes(cwe) ? [index] : []));

/** True where one of the weaknesses is the other, or stands in one family with it. */
export function areRelated(left: readonly number[], right: readonly number[]): boolean {
  return left.some((one) =>
    right.some(
      (other) => one === other || familiesOf(one).some((family) => families[family]?.includes(other)),
    ),
  );
}
