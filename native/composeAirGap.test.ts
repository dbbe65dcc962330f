import { globSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { takeInventory } from "./composeAirGap.ts";
import { environmentFor } from "./services/environment.ts";

const installation = resolve(import.meta.dirname, "..");
/** The package of an import that lasts until run time, on one line or with a closing brace before it. */
const importLine =
  /^(?:(?:import(?! type)|export|\}) ?[^"\n=]*\bfrom|@?import) "((?:@[\w-]+\/)?[a-z][\w.-]*)(?:\/[^"\n]*)?";$/gm;

test("the bill of materials names each package that sources of the page and of the host import", async () => {
  const taken = await takeInventory(environmentFor(installation, process.env));
  const listed = taken.ok ? taken.value.packages.map(({ name }) => name) : [];
  const imported = globSync("{renderer,core,native}/**/*.{ts,tsx,css}", { cwd: installation })
    .filter((path) => !/\.test\.tsx?$|\/node_modules\/|\/fixtures\//.test(path))
    .flatMap((path) => [...readFileSync(join(installation, path), "utf8").matchAll(importLine)])
    .map(([, name = ""]) =>
      name
        .split("/")
        .slice(0, name.startsWith("@") ? 2 : 1)
        .join("/"),
    );
  for (const name of ["react", "better-sqlite3", "@xterm/xterm"]) expect(imported).toContain(name);
  expect([...new Set(imported)].filter((name) => !listed.includes(name)).sort()).toEqual([]);
});

test("what is installed here is hashed as it lies on the disk", async () => {
  const taken = await takeInventory(environmentFor(installation, process.env));
  if (!taken.ok) throw new Error(taken.error);
  const { tree, packages, models, node } = taken.value;
  expect(tree.list).toMatch(/^[0-9a-f]{64} {2}native\/composeAirGap\.ts$/m);
  expect(tree.list.trimEnd().split("\n").length).toBe(tree.files);
  for (const name of ["better-sqlite3", "node-llama-cpp", "pyright", "react", "monaco-editor"])
    expect(packages.map((one) => one.name)).toContain(name);
  expect(packages.map((one) => one.name)).not.toContain("vitest");
  expect(models.map(({ bundled }) => bundled)).toContain(true);
  expect(node.version).toBe(process.versions.node);
});
