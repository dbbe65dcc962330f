import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { SearchFile, SearchQuery } from "../../../core/contract/search.ts";
import { WorkspaceDisk } from "../../adapters/fs/workspaceDisk.ts";
import { Ripgrep } from "../../adapters/ripgrep/ripgrep.ts";
import { EventBus } from "../../rpc/eventBus.ts";
import type { Client } from "../../rpc/handlers.ts";
import { FilesService } from "../files/filesService.ts";
import { globs } from "./searchArguments.ts";
import { SearchService } from "./searchService.ts";

const never = new AbortController().signal;
let root: string;
let search: SearchService;
let files: FilesService;
let found: SearchFile[];

const client: Client = {
  id: 1,
  send(name, payload) {
    if (name === "search.didFind" && "files" in payload && "searchId" in payload)
      found.push(...(payload.files as SearchFile[]));
  },
};

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "airlock-search-"));
  const disk = await WorkspaceDisk.open(root, { dataFolder: root });
  if (!disk.ok) throw new Error(disk.error.message);
  const ripgrep = new Ripgrep(root, () => ["**/node_modules"]);
  files = new FilesService(disk.value, ripgrep, new EventBus(() => {}));
  search = new SearchService(ripgrep, files);
  found = [];
});
afterEach(async () => {
  files.dispose();
  await rm(root, { recursive: true, force: true });
});

async function put(path: string, content: string | Buffer): Promise<void> {
  await mkdir(dirname(join(root, path)), { recursive: true });
  await writeFile(join(root, path), content);
}

const query = (pattern: string, more: Partial<SearchQuery> = {}): SearchQuery => ({
  pattern,
  isRegex: false,
  matchCase: false,
  wholeWord: false,
  include: "",
  exclude: "",
  ...more,
});

async function find(
  pattern: string,
  more: Partial<SearchQuery> = {},
  limit = 1000,
): Promise<Record<string, number[]>> {
  found = [];
  const result = await search.find("s", query(pattern, more), limit, client, never);
  if (!result.ok) throw new Error(result.error.message);
  const lines: Record<string, number[]> = {};
  for (const file of found)
    lines[file.path] = [...(lines[file.path] ?? []), ...file.lines.map(({ line }) => line)];
  return lines;
}

test("matches come with their line, column and spans in UTF-16", async () => {
  await put("a b/ü.txt", "nothing\r\n😀 Foo and foo\r\n");
  const result = await search.find("s", query("foo"), 1000, client, never);
  expect(result).toMatchObject({ ok: true, value: { files: 1, matches: 2, limitHit: false } });
  expect(found).toEqual([
    {
      path: "a b/ü.txt",
      lines: [
        {
          line: 1,
          preview: "😀 Foo and foo",
          spans: [
            [3, 6],
            [11, 14],
          ],
          column: 3,
        },
      ],
    },
  ]);
});

test("case, whole words, expressions, includes and excludes", async () => {
  await put("src/a.ts", "Foo\nfoobar\n");
  await put("docs/a.md", "foo\n");
  await put("node_modules/x/a.ts", "foo\n");
  await put(".hidden/a.ts", "foo\n");
  await put(".gitignore", "ignored\n");
  await put("ignored/a.ts", "foo\n");
  expect(await find("foo", { include: "src" })).toEqual({ "src/a.ts": [0, 1] });
  expect(await find("foo")).toEqual({ "src/a.ts": [0, 1], "docs/a.md": [0], ".hidden/a.ts": [0] });
  expect(await find("foo", { matchCase: true, include: "*.ts", exclude: ".hidden" })).toEqual({
    "src/a.ts": [1],
  });
  expect(await find("foo", { wholeWord: true, include: "./src" })).toEqual({ "src/a.ts": [0] });
  expect(await find("^fo+b", { isRegex: true })).toEqual({ "src/a.ts": [1] });
  expect(await find("(?<=foo)bar", { isRegex: true })).toEqual({ "src/a.ts": [1] });
  expect(await find("Foo\\nfoob", { isRegex: true })).toEqual({ "src/a.ts": [0] });
  expect(await find("--help")).toEqual({});
});

test("globs as a person types them", () => {
  expect(globs("src, *.{ts,tsx},./docs/, , !x")).toEqual([
    "**/src",
    "**/src/**",
    "**/*.{ts,tsx}",
    "**/*.{ts,tsx}/**",
    "/docs",
    "/docs/**",
    "**/x",
    "**/x/**",
  ]);
});

test("a bad expression is one sentence", async () => {
  expect(await search.find("s", query("(", { isRegex: true }), 10, client, never)).toMatchObject({
    ok: false,
    error: { code: "invalidRequest", message: expect.stringContaining("unclosed group") },
  });
});

test("the limit ends the search, and a long line's preview is cut around its match", async () => {
  await put("a", `${"x".repeat(10_000)}needle${"y".repeat(10_000)}\n`.repeat(30));
  const result = await search.find("s", query("needle"), 10, client, never);
  expect(result).toMatchObject({ ok: true, value: { files: 1, matches: 10, limitHit: true } });
  const first = found[0]?.lines[0];
  expect(first?.preview).toBe(`${"x".repeat(100)}needle${"y".repeat(394)}`);
  expect([first?.spans, first?.column]).toEqual([[[100, 106]], 10_000]);
});

test("ADVERSARIAL 28: one line of 50 MB, invalid UTF-8 and binary do not stop a search", async () => {
  await put(
    "long",
    Buffer.concat([
      Buffer.alloc(25 * 1024 * 1024, "x "),
      Buffer.from("needle"),
      Buffer.alloc(25 * 1024 * 1024, " y"),
    ]),
  );
  await put("latin", Buffer.from("caf\xe9 needle\n", "latin1"));
  await put("binary", Buffer.from("\0\0needle\n"));
  await put("plain", "needle\n");
  const lines = await find("needle");
  expect(lines).toMatchObject({ latin: [0], plain: [0], long: [0] });
  expect(found.find(({ path }) => path === "latin")?.lines[0]).toEqual({
    line: 0,
    preview: "café needle",
    spans: [[5, 11]],
    column: 5,
  });
  for (const file of found)
    for (const line of file.lines) expect(line.preview.length).toBeLessThanOrEqual(500);
});

test("ADVERSARIAL 29: a cancelled search stops and sends nothing more", async () => {
  for (let index = 0; index < 300; index += 1) await put(`f${index}`, "needle\n".repeat(300));
  const abort = new AbortController();
  let sent = 0;
  const counting: Client = {
    id: 1,
    send() {
      sent += 1;
      abort.abort();
    },
  };
  const result = await search.find("s", query("needle"), 20_000, counting, abort.signal);
  expect(result).toMatchObject({ ok: false, error: { code: "cancelled" } });
  expect(sent).toBe(1);
});

test("replacing keeps encoding, line ends and mode, and knows groups in regex mode alone", async () => {
  await put("a.txt", Buffer.from("\ufefffoo(1)\r\nfoo(2)\r\n", "utf16le"));
  await put("b.sh", "foo(1) Foo(2)\n\nend");
  const result = await search.replace(
    query("foo\\((\\d)\\)", { isRegex: true }),
    "$1\\t[$&]",
    ["a.txt", "b.sh"],
    never,
  );
  expect(result).toEqual({ ok: true, value: { files: 2, replacements: 4, failures: [] } });
  expect(await readFile(join(root, "a.txt"))).toEqual(
    Buffer.from("\ufeff1\t[foo(1)]\r\n2\t[foo(2)]\r\n", "utf16le"),
  );
  expect(await readFile(join(root, "b.sh"), "utf8")).toBe("1\t[foo(1)] 2\t[Foo(2)]\n\nend");
  await search.replace(query("[foo(1)]"), "$1 $& \\n", ["b.sh"], never);
  expect(await readFile(join(root, "b.sh"), "utf8")).toBe("1\t$1 $& \\n 2\t[Foo(2)]\n\nend");
});

test("replacing sees lines as the search did", async () => {
  await put("a", "one\n\ntwo \n");
  await search.replace(query("^$", { isRegex: true }), "empty", ["a"], never);
  expect(await readFile(join(root, "a"), "utf8")).toBe("one\nempty\ntwo \n");
  await put("b", "a \nb\n");
  await search.replace(query("\\s+", { isRegex: true }), "", ["b"], never);
  expect(await readFile(join(root, "b"), "utf8")).toBe("a\nb\n");
  await search.replace(query("a\\nb", { isRegex: true }), "c", ["b"], never);
  expect(await readFile(join(root, "b"), "utf8")).toBe("c\n");
});

test("what cannot be replaced is named and the rest goes on; an endless expression is given up", async () => {
  await put("binary", Buffer.from([1, 0, 97]));
  await put("a", "a\n");
  await put("slow", `${"a".repeat(60)}!\n`);
  const before = await stat(join(root, "a"));
  const result = await search.replace(
    query("^(a|a)*$", { isRegex: true }),
    "b",
    ["gone", "binary", "slow", "a"],
    never,
  );
  expect(result.ok && [result.value.files, result.value.failures.map(({ path }) => path)]).toEqual([
    1,
    ["gone", "binary", "slow"],
  ]);
  expect(await readFile(join(root, "a"), "utf8")).toBe("b\n");
  expect((await stat(join(root, "a"))).mode).toBe(before.mode);
});
