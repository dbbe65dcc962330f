import { expect, test } from "vitest";
import { importedFrom } from "./importedFrom.ts";

test.each([
  ["shop.rates", "main.py", "shop/rates.py", "file"],
  ["shop.rates", "main.py", "src/shop/rates.py", "file"],
  ["shop", "main.py", "shop/rates.py", "package"],
  ["shop", "main.py", "shop/__init__.py", "file"],
  [".rates", "shop/basket.py", "shop/rates.py", "file"],
  ["..rates", "shop/app/page.py", "shop/rates.py", "file"],
  [".", "shop/basket.py", "shop/rates.py", "package"],
  [".", "basket.py", "rates.py", "package"],
  ["....x", "shop/basket.py", "shop/rates.py", undefined],
  ["math", "main.py", "shop/rates.py", undefined],
  ["rates", "main.py", "shop/otherrates.py", undefined],
  ["./rates.js", "src/a.ts", "src/rates.ts", "file"],
  ["../rates", "src/app/a.ts", "src/rates.tsx", "file"],
  ["./shop", "src/a.ts", "src/shop/index.ts", "file"],
  ["./shop/index.ts", "src/a.ts", "src/shop/rates.ts", "package"],
  ["..", "src/app/a.ts", "src/rates.ts", "package"],
  ["@/shop/rates", "src/a.ts", "src/shop/rates.ts", "file"],
  ["rates", "src/a.ts", "src/shop/rates.ts", undefined],
  ["./other", "src/a.ts", "src/rates.ts", undefined],
])("%s in %s of %s is %s", (module, importing, defining, expected) => {
  expect(importedFrom(module, importing, defining, importing.endsWith(".py"))).toBe(expected);
});
