import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeEach, expect, test } from "vitest";
import { fail } from "../../../core/base/result.ts";
import { failureOf } from "../../../core/contract/failure.ts";
import { Ripgrep } from "../../adapters/ripgrep/ripgrep.ts";
import { SqliteIndex } from "../../adapters/sqlite/SqliteIndex.ts";
import { ThreadCutter } from "../../adapters/treeSitter/threadCutter.ts";
import { WorkspaceSource } from "../../adapters/workspaceSource/workspaceSource.ts";
import { IndexService } from "./indexService.ts";

const never = new AbortController().signal;
const cutter = new ThreadCutter({ threads: 1 });
afterAll(() => cutter.dispose());
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

function open(file = "home/workspaces/w/index.db", mostRanked?: number): void {
  store = new SqliteIndex(join(folder, file), mostRanked);
  service = new IndexService({
    source: new WorkspaceSource(root, new Ripgrep(root, () => [])),
    store,
    cutter,
    embedders: { current: async () => fail(failureOf("modelMissing", "There is none here.")) },
  });
}

function put(path: string, text: string | Buffer): void {
  mkdirSync(join(root, path, ".."), { recursive: true });
  writeFileSync(join(root, path), text);
}

async function build(): Promise<unknown> {
  const built = await service.index(() => {}, never);
  return built.ok ? built.value : built.error;
}

async function paths(query: string): Promise<string[]> {
  const found = await service.retrieve(query, { limit: 10, mode: "lexical" }, never);
  if (!found.ok) throw new Error(found.error.message);
  return found.value.map((one) => one.path);
}

test("a definition is found by the words of its name, before those who only call it", async () => {
  put("net/http.py", "import os\n\n\ndef parse_http_response(raw):\n    return raw.split()\n");
  put("app/main.ts", "const a = parseHttpResponse(raw);\nparseHttpResponse(b); parseHttpResponse(c);\n");
  for (let i = 0; i < 8; i++) put(`docs/notes${i}.md`, `Nothing about it, ${i} times.\n`);
  expect(await build()).toEqual({ files: 10, indexed: 10, unchanged: 0, removed: 0 });
  expect(await paths("http response")).toEqual(["net/http.py", "app/main.ts"]);
  expect(await service.retrieve("parseHttpResponse", { limit: 1, mode: "lexical" }, never)).toMatchObject({
    value: [
      { path: "net/http.py", startLine: 1, endLine: 5, symbol: "parse_http_response", via: ["lexical"] },
    ],
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
  expect(await paths("zebra")).toEqual(["kept.py"]);
});

test("only what changed is read again, what was removed is dropped", async () => {
  for (const name of ["a", "b", "c"]) put(`${name}.py`, `def old${name}(): pass\n`);
  await build();
  put("a.py", "def fresh(): pass\n");
  utimesSync(join(root, "a.py"), new Date(), new Date(Date.now() + 5000));
  rmSync(join(root, "b.py"));
  expect(await build()).toEqual({ files: 2, indexed: 1, unchanged: 1, removed: 1 });
  expect(await Promise.all(["fresh", "olda", "oldb", "oldc"].map(paths))).toEqual([
    ["a.py"],
    [],
    [],
    ["c.py"],
  ]);
});

test("ADVERSARIAL 29: symlink loops and links out are not followed, a pipe does not hang it", async () => {
  put("sub/real.py", "zebra = 1\n");
  symlinkSync("..", join(root, "sub/loop"));
  symlinkSync(join(folder, "outside.py"), join(root, "link.py"));
  writeFileSync(join(folder, "outside.py"), "zebra = 2\n");
  execFileSync("mkfifo", [join(root, "pipe.py")]);
  await build();
  expect(await paths("zebra")).toEqual(["sub/real.py"]);
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
  expect((await paths("zebra_399"))[0]).toBe("m19/f399.py");
});

test("a damaged index is begun anew", async () => {
  put("a.py", "def zebra(): pass\n");
  await build();
  store.dispose();
  writeFileSync(join(folder, "home/workspaces/w/index.db"), "noise".repeat(5000));
  open();
  expect(await paths("zebra")).toEqual([]);
  await build();
  expect(await paths("zebra")).toEqual(["a.py"]);
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
  expect(await Promise.all(['"" AND ( NOT', "***", "zebra OR 1=1"].map(paths))).toEqual([[], [], ["a.py"]]);
});

test("words that stand in every chunk are not ranked: a name comes first, and a rare word beside them decides", async () => {
  store.dispose();
  open("common.db", 20);
  for (let index = 0; index < 60; index++)
    put(`filler/${index}.py`, `def part_${index}(value):\n    return value + record\n`);
  put("z/record.py", "def record(value):\n    return value\n");
  put("z/odd.py", "def other(value):\n    return record + zebra\n");
  expect(await build()).toMatchObject({ files: 62 });
  expect(await paths("the zebra record")).toEqual(["z/odd.py"]);
  expect((await paths("record value"))[0]).toBe("z/record.py");
  expect(await paths("value record return")).toHaveLength(10);
});

test("names and imports: where a name is defined, on which lines it stands, who imports a file and whom it imports", async () => {
  put(
    "src/shop/orders.py",
    "from shop import prices\nfrom .stock import count_left\n\ndef place_order(item):\n    return count_left(item)\n",
  );
  put(
    "src/shop/stock.py",
    "def count_left(item):\n    return 1\n\nclass Stock:\n    def refill(self):\n        return count_left(None)\n",
  );
  put("src/shop/prices.py", "countLeft = 1\n");
  put("src/shop/__init__.py", "");
  put("web/cart.ts", 'import { total } from "./sums/index.ts";\nexport const cart = () => total();\n');
  put("web/sums/index.ts", "export function total(): number {\n  return 1;\n}\n");
  await build();
  expect(service.definitionsOf("refill")).toMatchObject({
    value: [
      { path: "src/shop/stock.py", qualified: "Stock.refill", kind: "method", startLine: 5, endLine: 6 },
    ],
  });
  expect(await service.referencesTo("count_left")).toMatchObject({
    value: [
      { path: "src/shop/orders.py", line: 2 },
      { path: "src/shop/orders.py", line: 5, text: "return count_left(item)" },
      { path: "src/shop/stock.py", line: 1 },
      { path: "src/shop/stock.py", line: 6 },
    ],
  });
  expect(service.neighbours("src/shop/orders.py")).toEqual({
    ok: true,
    value: { imports: ["src/shop/__init__.py", "src/shop/prices.py", "src/shop/stock.py"], importers: [] },
  });
  expect(service.importersOf("src/shop/stock.py")).toEqual({ ok: true, value: ["src/shop/orders.py"] });
  expect(service.neighbours("web/sums/index.ts")).toMatchObject({ value: { importers: ["web/cart.ts"] } });
});

test("hybrid without a model: words, the definition of a name that is spelled out, and what the open file imports", async () => {
  for (let index = 0; index < 5; index++)
    put(`other/${index}.py`, `def use_${index}():\n    return load_table(${index}), load_table\n`);
  put("data/tables.py", "def load_table(name):\n    return name\n");
  put("app/main.py", "import app.near\n");
  put("app/near.py", "def helper():\n    # reads the table\n    return 1\n");
  put("zoo/far.py", "def helper():\n    # reads the table\n    return 2\n");
  await build();
  const ask = async (query: string, near?: string) => {
    const found = await service.retrieve(
      query,
      { limit: 3, mode: "hybrid", ...(near === undefined ? {} : { near }) },
      never,
    );
    return found.ok ? found.value.map(({ path, via }) => `${path} ${via.join("+")}`) : found.error;
  };
  expect(await ask("who calls load_table here")).toContainEqual("data/tables.py lexical+symbol");
  expect((await ask("helper reads table", "app/main.py")).toString()).toMatch(
    /^app\/near.py lexical\+symbol/,
  );
  expect(await service.retrieve("x", { limit: 3, mode: "semantic" }, never)).toEqual({ ok: true, value: [] });
});

test("a changed file alone is read again, whatever its stamp; for one that is not known the whole tree is asked", async () => {
  put("a.py", "def zebra(): pass\n");
  put("b.py", "def yak(): pass\n");
  await build();
  put("a.py", "def okapi(): pass\n");
  rmSync(join(root, "b.py"));
  expect(await service.update(["a.py", "b.py"], never)).toEqual({ ok: true, value: true });
  expect([await paths("zebra"), await paths("okapi"), await paths("yak")]).toEqual([[], ["a.py"], []]);
  put("c.py", "def gnu(): pass\n");
  expect(await service.update(["a.py", "c.py"], never)).toEqual({ ok: true, value: false });
});
