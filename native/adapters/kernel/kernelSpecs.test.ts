import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { findKernelSpecs, jupyterFolders } from "./kernelSpecs.ts";

let base: string;
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), "airlock-specs-"));
});
afterEach(() => rmSync(base, { recursive: true, force: true }));

function install(folder: string, name: string, spec: unknown): void {
  mkdirSync(join(base, folder, "kernels", name), { recursive: true });
  const text = typeof spec === "string" ? spec : JSON.stringify(spec);
  writeFileSync(join(base, folder, "kernels", name, "kernel.json"), text);
}
const spec = (title: string, more: object = {}): object => ({
  argv: ["python3", "-m", "ipykernel_launcher", "-f", "{connection_file}"],
  display_name: title,
  language: "python",
  ...more,
});

test("kernels are found where Jupyter looks, an earlier one hides a later one of its name", async () => {
  install("own", "python3", spec("Mine", { interrupt_mode: "message", env: { A: "1" } }));
  install("system", "python3", spec("The system's"));
  install(
    "system",
    "ir",
    spec("R", { language: "R", argv: ["R", "{resource_dir}/run.R", "{connection_file}"] }),
  );
  const specs = await findKernelSpecs(
    [join(base, "own"), join(base, "none"), join(base, "system")],
    "/workspace",
  );
  expect(
    specs.map(({ name, title, language, interruptMode, env }) => [name, title, language, interruptMode, env]),
  ).toEqual([
    ["python3", "Mine", "python", "message", { A: "1" }],
    ["ir", "R", "r", "signal", {}],
  ]);
  expect(specs[1]?.argv[1]).toBe(join(base, "system", "kernels", "ir", "run.R"));
});

test("what is no specification is passed over", async () => {
  install("own", "cut", '{"argv": ["py');
  install("own", "empty", { argv: [], display_name: "x" });
  install("own", "bad name", spec("x"));
  install("own", "huge", `{"argv": ["${"x".repeat(300_000)}"], "display_name": "x"}`);
  install("own", "good", spec("Good"));
  expect((await findKernelSpecs([join(base, "own")], "/workspace")).map(({ name }) => name)).toEqual([
    "good",
  ]);
});

test("ADVERSARIAL 38: a kernel that the workspace brings along is not found", async () => {
  install("workspace/share/jupyter", "python3", spec("Planted"));
  const folders = jupyterFolders(
    { JUPYTER_PATH: `${join(base, "workspace/share/jupyter")}:share/jupyter`, HOME: base },
    [join(base, "workspace", "bin", "python")],
  );
  expect(folders).toContain(join(base, "workspace/share/jupyter"));
  expect(folders.every((folder) => folder.startsWith("/"))).toBe(true);
  expect(await findKernelSpecs(folders, join(base, "workspace"))).toEqual([]);
});
