import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { declaredDistributions } from "./declaredPackages.ts";
import { javascriptImports, pythonImports } from "./importedNames.ts";
import { judgePackage, type PackageSurroundings } from "./judgePackage.ts";
import { KnownNames } from "./knownNames.ts";
import { editDistance, NearMisses } from "./nearMiss.ts";

const folder = join(import.meta.dirname, "../../../resources/packages");
const read = (name: string): string => readFileSync(join(folder, name), "utf8");
const known = new KnownNames({
  pypi: read("pypi.txt"),
  pypiImitated: read("pypi-imitated.txt"),
  pythonModules: read("pythonModules.txt"),
  pythonStandardLibrary: read("pythonStandardLibrary.txt"),
  npm: read("npm.txt"),
  npmImitated: read("npm-imitated.txt"),
});
const python = { family: "python", known, nearMisses: new NearMisses(known.pythonImitated) } as const;
const javascript = { family: "javascript", known, nearMisses: new NearMisses(known.npmImitated) } as const;
const nothing: PackageSurroundings = {
  isOwn: () => false,
  isInstalled: () => false,
  isDeclared: () => false,
  declaresAnything: false,
  pythonVersion: "3.11",
};

function judged(world: typeof python | typeof javascript, text: string, surroundings = nothing): string[] {
  const imports = world.family === "python" ? pythonImports(text) : javascriptImports(text);
  return imports.flatMap((one) => {
    const found = judgePackage(one, world, surroundings);
    return found === undefined
      ? []
      : [`${found.ruleId} ${text.slice(found.start, found.end)} ${found.fix?.edits?.[0]?.text ?? ""}`.trim()];
  });
}

test("the lists are large, sorted and hold no name twice", () => {
  for (const [file, least] of [
    ["pypi.txt", 8000],
    ["npm.txt", 8000],
    ["pythonModules.txt", 300],
  ] as const) {
    const names = read(file).trimEnd().split("\n");
    expect(names.length).toBeGreaterThan(least);
    expect(names).toEqual([...new Set(names)].sort());
  }
});

test.each([
  ["import os, sys as s, json", []],
  ["from __future__ import annotations", []],
  ["import reqeusts", ["typosquat-like-package reqeusts requests"]],
  ["import pandsa as pd", ["typosquat-like-package pandsa pandas"]],
  ["import numppy", ["typosquat-like-package numppy numpy"]],
  ["from pyrequests import get", ["typosquat-like-package pyrequests requests"]],
  ["import request5", ["typosquat-like-package request5 requests"]],
  ["import tensorfIow_lite_fast_runner", ["unknown-package tensorfIow_lite_fast_runner"]],
  ["import numpу", ["typosquat-like-package numpу numpy"]],
  ["from huggingface_turbo_loader.fast import load", ["unknown-package huggingface_turbo_loader"]],
  ["import requests", ["package-not-installed requests"]],
  [
    "import yaml, cv2, sklearn.linear_model",
    ["yaml", "cv2", "sklearn"].map((n) => `package-not-installed ${n}`),
  ],
  ["import google.cloud.storage", ["package-not-installed google"]],
  ["from . import a\nfrom .b import c\nfrom ..d import e", []],
  ["import tomllib", []],
  ["import annotationlib", ["module-not-in-this-python annotationlib"]],
  ["m = importlib.import_module('zzz_invented_mod')", ["unknown-package zzz_invented_mod"]],
  ["try: import zzz_invented_mod\nexcept ImportError: pass", ["unknown-package zzz_invented_mod"]],
  ["import \\\n  zzz_invented_a, \\\n  os", ["unknown-package zzz_invented_a"]],
])("Python: %s", (text, expected) => {
  expect(judged(python, text)).toEqual(expected);
});

test.each([
  [
    'import x from "./a"; import "../b"; import d from "@/c"; import e from "#inner"; import f from "~/g"',
    [],
  ],
  ['import React from "raect"', ["typosquat-like-package raect react"]],
  ['const _ = require("lodahs/fp")', ["typosquat-like-package lodahs lodash"]],
  ['import x from "cross_env"', ["typosquat-like-package cross_env cross-env"]],
  ['const e = await import("node-express")', ["typosquat-like-package node-express express"]],
  ['import { a } from "@invented-scope/helper/deep"', ["unknown-package @invented-scope/helper"]],
  ['import x from "react"', ["package-not-installed react"]],
  ['export * from "quick-turbo-state-sync-pro"', ["unknown-package quick-turbo-state-sync-pro"]],
  ['const a = Array.from("quick-turbo-state"); const u = "import this"', []],
  ['import x from "https://a.example/m.js"; import v from "virtual:pwa"; import n from "node:fs"', []],
])("JavaScript: %s", (text, expected) => {
  expect(judged(javascript, text)).toEqual(expected);
});

test("what is the workspace's own, installed or declared is nobody's invention", () => {
  for (const quiet of ["isOwn", "isInstalled", "isDeclared"] as const)
    expect(judged(python, "import zzz_private", { ...nothing, [quiet]: () => true })).toEqual([]);
});

test("a known package weighs more where the workspace lists what it needs", () => {
  const [one] = pythonImports("import requests");
  const weigh = (declaresAnything: boolean) =>
    one && judgePackage(one, python, { ...nothing, declaresAnything })?.severity;
  expect([weigh(false), weigh(true)]).toEqual(["low", "medium"]);
});

test("a module that left the standard library is said with the version", () => {
  const [one] = pythonImports("from distutils.core import setup");
  expect(one && judgePackage(one, python, { ...nothing, pythonVersion: "3.12" })?.message).toBe(
    'The standard library of Python 3.12, which is in use here, has no longer a module "distutils".',
  );
  expect(judged(python, "import distutils")).toEqual([]);
});

test("a name's place is exact, after comments, aliases and wide characters", () => {
  const text = "# 😀\nimport os as o, pandsa.core as p  # x\nfrom   numppy\timport y\n";
  expect(pythonImports(text).map((one) => [one.specifier, text.slice(one.start, one.end)])).toEqual([
    ["os", "os"],
    ["pandsa.core", "pandsa"],
    ["numppy", "numppy"],
  ]);
});

test("no name in wide use is taken for a slip of another", () => {
  const accused = [
    ...known.npmImitated.flatMap((name) => judged(javascript, `import "${name}"`)),
    ...known.pythonImitated.flatMap((name) => judged(python, `import ${name}`)),
  ].filter((one) => !one.startsWith("package-not-installed"));
  expect(accused).toEqual([]);
});

test("edit distance: symmetric, zero only for equal names, one for a swap", () => {
  const word = fc.string({ unit: fc.constantFrom("a", "b", "c"), maxLength: 7 });
  fc.assert(
    fc.property(word, word, (a, b) => {
      const distance = editDistance(a, b, 20);
      expect(distance).toBe(editDistance(b, a, 20));
      expect(distance === 0).toBe(a === b);
      for (const most of [0, 1, 2]) expect(editDistance(a, b, most) <= most).toBe(distance <= most);
    }),
  );
  expect(editDistance("requests", "reqeusts", 3)).toBe(1);
});

test.each([
  [
    "requirements-dev.txt",
    "# x\nRequests[socks]>=2 ; python_version > '3'\n-r other.txt\nflask\nPy_YAML==6 # c\n",
  ],
  [
    "pyproject.toml",
    '[project]\ndependencies = [\n "requests[socks]>=2",\n  "flask"]\n[tool.poetry.dependencies]\npy_yaml = "^6"\n',
  ],
  [
    "poetry.lock",
    '[[package]]\nname = "requests"\n\n[[package]]\nname = "flask"\n[[package]]\nname = "py-yaml"\n',
  ],
  ["setup.py", "setup(install_requires=['requests >= 2', 'flask', \"py.yaml~=6.0\"])"],
  [
    "environment.yml",
    "dependencies:\n  - conda-forge::requests=2\n  - pip:\n    - flask\n    - py-yaml>=6\n",
  ],
  ["Pipfile.lock", '{"default": {"requests": {}, "flask": {}, "py-yaml": {}}}'],
])("declared: %s", (file, text) => {
  expect(declaredDistributions(file, text)).toEqual(expect.arrayContaining(["requests", "flask", "py-yaml"]));
});
