import { expect, test } from "vitest";
import { importedModules, moduleKey } from "./imports.ts";

test("Python: modules, names that may be modules, relative ones from where the file stands", () => {
  const text = `import os, json.decoder as d
from a.b import (c,  # why
    d as e)
from . import near
from ..up import thing
    import late
x = "import nothing"
`;
  expect(importedModules("python", "pkg/sub/mod.py", text)).toEqual([
    "os",
    "json/decoder",
    "a/b",
    "a/b/c",
    "a/b/d",
    "pkg/sub",
    "pkg/sub/near",
    "pkg/up",
    "pkg/up/thing",
    "late",
  ]);
});

test("JavaScript: static, dynamic, required and re-exported; endings and index fall away", () => {
  const text = `import a, { b } from "./a.ts";
import "../styles.css";
export * from '../lib/index.js';
import {
  c,
} from "react";
const d = require("./d"), e = await import("../../e.mjs");
`;
  expect(importedModules("typescript", "src/ui/view.ts", text)).toEqual([
    "src/ui/a",
    "src/styles.css",
    "src/lib",
    "react",
    "src/ui/d",
    "e",
  ]);
});

test.each([
  ["src/a.ts", "src/a"],
  ["src/lib/index.tsx", "src/lib"],
  ["pkg/__init__.py", "pkg"],
  ["pkg/mod.pyi", "pkg/mod"],
  ["notes.md", "notes.md"],
])("the key of %s is %s", (path, key) => {
  expect(moduleKey(path)).toBe(key);
});
