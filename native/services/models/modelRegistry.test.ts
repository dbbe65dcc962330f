import { appendFile, copyFile, mkdtemp, readFile, rm, truncate, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { HomeFiles } from "../../adapters/fs/homeFiles.ts";
import { hashFile, stampFile } from "../../adapters/gguf/hashFile.ts";
import { inspectGguf } from "../../adapters/gguf/inspectGguf.ts";
import { type ModelFiles, ModelRegistry } from "./modelRegistry.ts";

const bundledFolder = join(import.meta.dirname, "../../../models");
const bundledModel = join(bundledFolder, "airlock-fim-5m-q8_0.gguf");
let home = "";
let mine = "";

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), "airlock-models-"));
  mine = join(home, "mine.gguf");
  await copyFile(bundledModel, mine);
});
afterEach(async () => {
  await rm(home, { recursive: true, force: true });
});

const realFiles: ModelFiles = { inspect: inspectGguf, hash: hashFile, stamp: stampFile };

function registryOver(files: ModelFiles = realFiles): ModelRegistry {
  return new ModelRegistry({
    bundled: { folder: bundledFolder, store: new HomeFiles(bundledFolder) },
    home: new HomeFiles(home),
    files,
  });
}

async function addMine(registry: ModelRegistry) {
  const added = await registry.add(mine);
  if (!added.ok) throw new Error(added.error.message);
  return added.value;
}

test("the bundled model is there with the manifest's word on order, languages and origin, and its hash is right", async () => {
  const registry = registryOver();
  const found = await registry.find("");
  expect(found).toMatchObject({
    ok: true,
    value: {
      id: "airlock-fim-5m",
      bundled: true,
      licence: "Apache-2.0",
      quantization: "Q8_0",
      capabilities: {
        infill: true,
        infillOrder: "suffix-prefix-middle",
        languages: ["python"],
        contextLength: 512,
      },
    },
  });
  expect(await registry.verify()).toMatchObject({
    ok: true,
    value: [
      { id: "airlock-fim-5m", ok: true },
      { id: "all-minilm-l6-v2", ok: true },
    ],
  });
});

test("the embedding model is known as one, stands behind one that was added, and is never what writes", async () => {
  const registry = registryOver();
  expect(await registry.embedding()).toMatchObject({
    value: {
      id: "all-minilm-l6-v2",
      licence: "Apache-2.0",
      capabilities: { embedding: true, infill: false, chat: false, contextLength: 512 },
    },
  });
  const file = join(home, "better.gguf");
  await copyFile(join(bundledFolder, "all-minilm-l6-v2-q8_0.gguf"), file);
  const added = await registry.add(file);
  expect(added.ok && added.value.capabilities.embedding).toBe(true);
  expect(await registry.embedding()).toMatchObject({ value: { file } });
  expect(await registry.find("")).toMatchObject({ value: { id: "airlock-fim-5m" } });
});

test("an added model is pinned, listed, found again by another registry, and removed", async () => {
  const info = await addMine(registryOver());
  expect(info).toMatchObject({
    bundled: false,
    file: mine,
    capabilities: { infillOrder: "prefix-suffix-middle" },
  });
  expect(info.id).toBe(`added-${info.sha256.slice(0, 12)}`);
  const other = registryOver();
  expect(await other.find(info.id)).toEqual({ ok: true, value: info });
  expect(await other.remove(info.id)).toMatchObject({ ok: true });
  expect(await other.find(info.id)).toMatchObject({ ok: false, error: { code: "modelMissing" } });
  expect(await other.remove("airlock-fim-5m")).toMatchObject({ ok: false, error: { code: "readOnly" } });
});

test("models added at the same time are all kept", async () => {
  const registry = registryOver();
  const second = join(home, "second.gguf");
  await copyFile(bundledModel, second);
  await appendFile(second, "more");
  await Promise.all([registry.add(mine), registry.add(second)]);
  const listed = await registry.list();
  if (!listed.ok) throw new Error(listed.error.message);
  expect(listed.value.filter((model) => !model.bundled)).toHaveLength(2);
});

test("an infill order written by hand is believed", async () => {
  const info = await addMine(registryOver());
  const file = join(home, "models.json");
  const written: unknown = JSON.parse(await readFile(file, "utf8"));
  const changed = JSON.stringify(written).replace(
    '"stamp":',
    '"infillOrder":"suffix-prefix-middle","stamp":',
  );
  await writeFile(file, changed);
  const found = await registryOver().find(info.id);
  expect(found).toMatchObject({ ok: true, value: { capabilities: { infillOrder: "suffix-prefix-middle" } } });
});

test("what cannot be a model is refused with a sentence", async () => {
  const registry = registryOver();
  const text = join(home, "notes.gguf");
  await writeFile(text, "not a model");
  const codeOf = async (file: string) => {
    const added = await registry.add(file);
    return added.ok ? "added" : added.error.code;
  };
  expect([
    await codeOf("relative.gguf"),
    await codeOf(join(home, "no.gguf")),
    await codeOf(text),
    await codeOf(home),
  ]).toEqual(["invalidPath", "notFound", "modelInvalid", "notAFile"]);
  expect(await registry.inspect("relative.gguf")).toMatchObject({
    ok: false,
    error: { code: "invalidPath" },
  });
});

test("a list that cannot be read is said, not overwritten", async () => {
  await writeFile(join(home, "models.json"), "{ broken");
  const registry = registryOver();
  expect(await registry.add(mine)).toMatchObject({ ok: false, error: { code: "modelInvalid" } });
  expect(await readFile(join(home, "models.json"), "utf8")).toBe("{ broken");
});

test("ADVERSARIAL 18: a file swapped after approval is not approved again", async () => {
  const registry = registryOver();
  const info = await addMine(registry);
  expect((await registry.approve(info)).ok).toBe(true);
  const bytes = await readFile(mine);
  bytes[bytes.length - 5] = (bytes[bytes.length - 5] ?? 0) ^ 1;
  await writeFile(mine, bytes);
  expect(await registry.approve(info)).toMatchObject({ ok: false, error: { code: "modelHashMismatch" } });
  expect(await registry.verify()).toMatchObject({
    ok: true,
    value: [{ ok: true }, { ok: true }, { ok: false, detail: /changed/ }],
  });
});

test("ADVERSARIAL 18: a swap that keeps size and time is found by the first approval of a process", async () => {
  const info = await addMine(registryOver());
  const stamp = await stampFile(mine);
  if (!stamp.ok) throw new Error(stamp.error.message);
  const bytes = await readFile(mine);
  bytes[bytes.length - 5] = (bytes[bytes.length - 5] ?? 0) ^ 1;
  await writeFile(mine, bytes);
  const time = new Date(stamp.value.modifiedMs);
  await utimes(mine, time, time);
  expect(await registryOver().approve(info)).toMatchObject({
    ok: false,
    error: { code: "modelHashMismatch" },
  });
});

test("a file cut off after approval is named as that, and one that is gone too", async () => {
  const registry = registryOver();
  const info = await addMine(registry);
  await truncate(mine, 100_000);
  expect(await registry.approve(info)).toMatchObject({ ok: false, error: { code: "modelInvalid" } });
  await rm(mine);
  expect(await registry.approve(info)).toMatchObject({ ok: false, error: { code: "notFound" } });
});

test("an approved file that has not changed is not hashed again", async () => {
  let hashed = 0;
  const registry = registryOver({
    ...realFiles,
    hash: async (file) => {
      hashed++;
      return await hashFile(file);
    },
  });
  const info = await addMine(registry);
  await registry.approve(info);
  await registry.approve(info);
  expect(hashed).toBe(1);
});
