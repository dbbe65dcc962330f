import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Ripgrep } from "../../adapters/ripgrep/ripgrep.ts";
import { SqliteIndex } from "../../adapters/sqlite/SqliteIndex.ts";
import { WorkspaceSource } from "../../adapters/workspaceSource/workspaceSource.ts";
import { IndexService } from "./indexService.ts";

const never = new AbortController().signal;
let folder: string;
let root: string;
let store: SqliteIndex;
let service: IndexService;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "airlock-index-"));
  root = join(folder, "workspace");
  mkdirSync(root);
  open();
});
afterEach(() => {
  store.dispose();
  rmSync(folder, { recursive: true, force: true });
});

function open(): void {
  store = new SqliteIndex(join(folder, "home/workspaces/w/index.db"));
  service = new IndexService(new WorkspaceSource(root, new Ripgrep(root, () => [])), store);
}

function put(path: string, text: string | Buffer): void {
  mkdirSync(join(root, path, ".."), { recursive: true });
  writeFileSync(join(root, path), text);
}

async function build(): Promise<unknown> {
  const built = await service.index(() => {}, never);
  return built.ok ? built.value : built.error;
}

function paths(query: string): string[] {
  const found = service.retrieve(query, 10);
  if (!found.ok) throw new Error(found.error.message);
  return found.value.map((one) => one.path);
}

test("a definition is found by the words of its name, before those who only call it", async () => {
  put("net/http.py", "import os\n\n\ndef parse_http_response(raw):\n    return raw.split()\n");
  put("app/main.ts", "const a = parseHttpResponse(raw);\nparseHttpResponse(b); parseHttpResponse(c);\n");
  for (let i = 0; i < 8; i++) put(`docs/notes${i}.md`, `Nothing about it, ${i} times.\n`);
  expect(await build()).toEqual({ files: 10, indexed: 10, unchanged: 0, removed: 0 });
  expect(paths("http response")).toEqual(["net/http.py", "app/main.ts"]);
  expect(service.retrieve("parseHttpResponse", 1)).toMatchObject({
    value: [{ path: "net/http.py", startLine: 1, endLine: 5, symbol: "parse_http_response" }],
  });
});

test("what git or .airlockignore ignores, what is hidden, binary or huge is not in it", async () => {
  for (const path of ["kept.py", "ignored/a.py", "private.py", ".env", "data.bin"]) put(path, "zebra = 1\n");
  put("data.bin", Buffer.from("zebra\0zebra"));
  put("huge.txt", `zebra\n${"line of text\n".repeat(100_000)}`);
  put("bundle.js", `var zebra=${"a,".repeat(5000)}0`);
  put(".gitignore", "ignored/\n");
  put(".airlockignore", "private*\n");
  await build();
  expect(paths("zebra")).toEqual(["kept.py"]);
});

test("only what changed is read again, what was removed is dropped", async () => {
  for (const name of ["a", "b", "c"]) put(`${name}.py`, `def old${name}(): pass\n`);
  await build();
  put("a.py", "def fresh(): pass\n");
  utimesSync(join(root, "a.py"), new Date(), new Date(Date.now() + 5000));
  rmSync(join(root, "b.py"));
  expect(await build()).toEqual({ files: 2, indexed: 1, unchanged: 1, removed: 1 });
  expect([paths("fresh"), paths("olda"), paths("oldb"), paths("oldc")]).toEqual([["a.py"], [], [], ["c.py"]]);
});

test("ADVERSARIAL 29: symlink loops and links out are not followed, a pipe does not hang it", async () => {
  put("sub/real.py", "zebra = 1\n");
  symlinkSync("..", join(root, "sub/loop"));
  symlinkSync(join(folder, "outside.py"), join(root, "link.py"));
  writeFileSync(join(folder, "outside.py"), "zebra = 2\n");
  execFileSync("mkfifo", [join(root, "pipe.py")]);
  await build();
  expect(paths("zebra")).toEqual(["sub/real.py"]);
});

test("ADVERSARIAL 27, 28: a link or a pipe that takes a file's place after the listing is not read", async () => {
  writeFileSync(join(folder, "outside.py"), "zebra = 2\n");
  symlinkSync(join(folder, "outside.py"), join(root, "link.py"));
  execFileSync("mkfifo", [join(root, "pipe.py")]);
  const source = new WorkspaceSource(root, new Ripgrep(root, () => []));
  expect(
    await Promise.all(["link.py", "pipe.py", "missing.py"].map((path) => source.read(path, undefined))),
  ).toEqual([{ kind: "gone" }, { kind: "gone" }, { kind: "gone" }]);
});

test("ADVERSARIAL 29: cancelled half-way it keeps what it has, and goes on from there", async () => {
  for (let i = 0; i < 400; i++) put(`m${i % 20}/f${i}.py`, `def zebra_${i}(): pass\n`);
  const abort = new AbortController();
  const cut = await service.index(({ done }) => done >= 128 && abort.abort(), abort.signal);
  expect(cut).toMatchObject({ ok: false, error: { code: "cancelled" } });
  store.dispose();
  open();
  const summary = await build();
  expect(summary).toMatchObject({ files: 400 });
  expect(summary).toHaveProperty(
    "unchanged",
    expect.toSatisfy((kept: number) => kept >= 128 && kept < 400),
  );
  expect(paths("zebra_399")[0]).toBe("m19/f399.py");
});

test("a damaged index is begun anew", async () => {
  put("a.py", "def zebra(): pass\n");
  await build();
  store.dispose();
  writeFileSync(join(folder, "home/workspaces/w/index.db"), "noise".repeat(5000));
  open();
  expect(paths("zebra")).toEqual([]);
  await build();
  expect(paths("zebra")).toEqual(["a.py"]);
});

test("while another process writes, it waits and then finishes", async () => {
  put("a.py", "def zebra(): pass\n");
  const other = new SqliteIndex(join(folder, "home/workspaces/w/index.db"));
  const { default: Database } = await import("better-sqlite3");
  const writer = new Database(join(folder, "home/workspaces/w/index.db"));
  writer.exec("BEGIN IMMEDIATE");
  const building = build();
  await new Promise((resolve) => setTimeout(resolve, 300));
  writer.exec("COMMIT");
  expect(await building).toMatchObject({ indexed: 1 });
  writer.close();
  other.dispose();
});

test("a query of signs alone, or of quotes, is no error", async () => {
  put("a.py", "def zebra(): pass\n");
  await build();
  expect([paths('"" AND ( NOT'), paths("***"), paths("zebra OR 1=1")]).toEqual([[], [], ["a.py"]]);
});

test("words that stand in every chunk are not ranked: a name comes first, and a rare word beside them decides", async () => {
  store.dispose();
  store = new SqliteIndex(join(folder, "common.db"), 20);
  service = new IndexService(new WorkspaceSource(root, new Ripgrep(root, () => [])), store);
  for (let index = 0; index < 60; index++)
    put(`filler/${index}.py`, `def part_${index}(value):\n    return value + record\n`);
  put("z/record.py", "def record(value):\n    return value\n");
  put("z/odd.py", "def other(value):\n    return record + zebra\n");
  expect(await build()).toMatchObject({ files: 62 });
  expect(paths("the zebra record")).toEqual(["z/odd.py"]);
  expect(paths("record value")[0]).toBe("z/record.py");
  expect(paths("value record return")).toHaveLength(10);
});
