import { expect, test } from "vitest";
import { importsIn } from "./importsIn.ts";
import { defaultLicencePolicy, judgeLicence, spdxOf } from "./licencePolicy.ts";

test.each([
  ["MIT", "accepted"],
  ["GPL-3.0-or-later", "refused"],
  ["GPL-2.0+", "refused"],
  ["AGPL-3.0-only", "refused"],
  ["LGPL-2.1-or-later", "accepted"],
  ["GPL-2.0-only OR MIT", "accepted"],
  ["(MIT OR GPL-2.0-only) AND Apache-2.0", "accepted"],
  ["MIT AND (GPL-2.0-only OR AGPL-3.0-only)", "refused"],
  ["GPL-2.0-only WITH Classpath-exception-2.0", "refused"],
  ["SEE LICENSE IN LICENSE.txt", "unknown"],
  ["UNLICENSED", "unknown"],
  ["MIT AND Homemade-1.0", "unknown"],
  ["MIT OR Homemade-1.0", "accepted"],
  ["(MIT", "unknown"],
  ["MIT)", "unknown"],
  ["", "unknown"],
  ["(".repeat(10_000), "unknown"],
] as const)("without a policy of one's own, %s is %s", (expression, expected) => {
  expect(judgeLicence(expression, defaultLicencePolicy)).toBe(expected);
});

test("a list of what is allowed refuses the rest, and what is forbidden wins over it", () => {
  const policy = { allowed: ["MIT", "BSD", "GPL"], forbidden: ["GPL-3.0"] };
  const judged = ["MIT", "BSD-3-Clause", "Apache-2.0", "GPL-2.0-only", "GPL-3.0-only", "MITX"].map((one) =>
    judgeLicence(one, policy),
  );
  expect(judged).toEqual(["accepted", "accepted", "refused", "accepted", "refused", "refused"]);
});

test.each([
  ["MIT License", "MIT"],
  ["BSD", "BSD-3-Clause"],
  ["3-Clause BSD License", "BSD-3-Clause"],
  ["BSD-2-Clause", "BSD-2-Clause"],
  ["Apache 2.0", "Apache-2.0"],
  ["Apache Software License", "Apache-2.0"],
  ["GNU General Public License v3 (GPLv3)", "GPL-3.0-only"],
  ["GNU Lesser General Public License v2 or later (LGPLv2+)", "LGPL-3.0-only"],
  ["GNU Affero General Public License v3", "AGPL-3.0-only"],
  ["(MIT OR CC0-1.0)", "(MIT OR CC0-1.0)"],
  ["MIT and GPL", undefined],
  ["Proprietary", undefined],
] as const)("what a package says, %j, is %s", (words, expected) => {
  expect(spdxOf(words)).toBe(expected);
});

test("imports of a fragment are the packages behind them", () => {
  const python =
    "import os.path, numpy as np\nfrom a.b import c\nfrom . import d\n    import e\n# import f\nx = 'import g'\n";
  expect(importsIn(python, "python").map(({ name }) => name)).toEqual(["os", "numpy", "a", "e"]);
  const javascript = `import x from "a";\nimport {\n  y,\n} from '@s/b/deep/er.js';\nimport "c/style.css";\nconst z = require("d");\nawait import('e');\nexport * from "./f";\nimport "node:fs";\n`;
  expect(importsIn(javascript, "javascript").map(({ name }) => name)).toEqual(["a", "@s/b", "c", "d", "e"]);
});

test.each(["from ", "import ", "require(", "import a,", "from a.", "@a/"])(
  "a megabyte of %j is read in linear time (or this test never ends)",
  (piece) => {
    const text = piece.repeat(Math.floor(1_000_000 / piece.length));
    importsIn(text, "python");
    importsIn(text, "javascript");
  },
);
