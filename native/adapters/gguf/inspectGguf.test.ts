import { mkdtemp, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { hashFile } from "./hashFile.ts";
import { inspectGguf } from "./inspectGguf.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "airlock-gguf-"));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function codeOf(file: string): Promise<string> {
  const inspected = await inspectGguf(file);
  return inspected.ok ? "fine" : inspected.error.code;
}

test("what is no model file is named as what it is", async () => {
  const empty = join(folder, "empty.gguf");
  await writeFile(empty, "");
  const sparse = join(folder, "sparse.gguf");
  await writeFile(sparse, "GGUF");
  await truncate(sparse, 50_000_000_000);
  expect([
    await codeOf(join(folder, "missing.gguf")),
    await codeOf(folder),
    await codeOf(empty),
    await codeOf(sparse),
    await codeOf("/dev/zero"),
  ]).toEqual(["notFound", "notAFile", "modelInvalid", "modelInvalid", "notAFile"]);
});

test("a file is hashed as a stream", async () => {
  const file = join(folder, "abc");
  await writeFile(file, "abc");
  expect(await hashFile(file)).toEqual({
    ok: true,
    value: "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
  });
});
