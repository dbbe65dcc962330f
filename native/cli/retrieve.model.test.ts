import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, expect, test } from "vitest";

const program = resolve(import.meta.dirname, "main.ts");
const folder = mkdtempSync(join(tmpdir(), "airlock-retrieve-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function run(...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], {
    cwd: folder,
    encoding: "utf8",
    env: { ...process.env, AIRLOCK_HOME: join(folder, ".home") },
  });
  return { code: status, out: stdout, err: stderr };
}

test("retrieve finds by sense and words; each answer says by what; index --vectors makes what is missing", () => {
  writeFileSync(join(folder, "money.py"), "def gross(net, rate):\n    return net * (1 + rate / 100)\n");
  writeFileSync(join(folder, "greeting.py"), 'def hello(name):\n    print(f"Good morning, {name}!")\n');
  const asked = run("retrieve", "price including tax", "--json", "-k", "2");
  expect(asked).toMatchObject({ code: 0, err: "" });
  expect(JSON.parse(asked.out)[0]).toMatchObject({ path: "money.py", symbol: "gross", via: ["semantic"] });
  expect(JSON.parse(run("retrieve", "gross of a rate", "--json").out)[0]).toMatchObject({
    path: "money.py",
    via: ["semantic", "lexical"],
  });
  expect(JSON.parse(run("retrieve", "gross", "--mode", "semantic", "--json").out)[0]).toMatchObject({
    via: ["semantic"],
  });
  writeFileSync(join(folder, "fresh.py"), "def fresh():\n    return 1\n");
  const built = run("index", ".", "--vectors", "--json");
  expect(JSON.parse(built.out)).toMatchObject({ files: 3, indexed: 1, chunks: 3, vectors: 3 });
});

test("without an embedding model hybrid goes by words and says so, and semantic is refused", () => {
  writeFileSync(join(folder, "broken.gguf"), "GGUF");
  const models = join(folder, ".home", "models.json");
  writeFileSync(
    models,
    JSON.stringify({ version: 1, models: [addedEmbedding(join(folder, "broken.gguf"))] }),
  );
  const asked = run("retrieve", "gross", "--json");
  expect(asked.code).toBe(0);
  expect(asked.err).not.toBe("");
  expect(JSON.parse(asked.out)[0]).toMatchObject({ path: "money.py" });
  expect(run("retrieve", "gross", "--mode", "semantic")).toMatchObject({ code: 2 });
  rmSync(models);
});

function addedEmbedding(file: string) {
  return {
    stamp: { size: 4, modifiedMs: 1 },
    info: {
      id: "added-0",
      name: "Broken",
      file,
      sha256: "0".repeat(64),
      bytes: 4,
      architecture: "bert",
      quantization: "F16",
      licence: "unknown",
      origin: "a test",
      capabilities: { infill: false, chat: false, embedding: true, contextLength: 512, languages: [] },
      memoryEstimate: 1,
      bundled: false,
    },
  };
}
