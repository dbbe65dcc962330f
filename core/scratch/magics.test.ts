import fc from "fast-check";
import { expect, test } from "vitest";
import { blankMagics } from "./magics.ts";

test.each([
  ["%matplotlib inline\nx = 1", "                  \nx = 1"],
  ["  !pip list\ny", "           \ny"],
  ["df?\nx", "   \nx"],
  ["%%bash\nls\n", "      \n  \n"],
  ["%%time\nx = 1", "      \nx = 1"],
  ["x = a % b\n# !no\n'x?'", "x = a % b\n# !no\n'x?'"],
])("%j", (code, blanked) => {
  expect(blankMagics(code)).toBe(blanked);
});

test("every place stays where it is, whatever the text", () => {
  const line = fc.constantFrom("%time x", "x = 1", "!ls", "a?", "", "  %%html", "'''");
  fc.assert(
    fc.property(fc.array(line, { minLength: 1 }), (lines) => {
      const code = lines.join("\n");
      expect(
        blankMagics(code)
          .split("\n")
          .map(({ length }) => length),
      ).toEqual(lines.map(({ length }) => length));
    }),
  );
});
