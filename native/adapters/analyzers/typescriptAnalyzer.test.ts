import { chmodSync, existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { RawFinding } from "../../../core/gate/analyzer.ts";
import { TypescriptAnalyzer } from "./typescriptAnalyzer.ts";

let root = "";
let analyzer: TypescriptAnalyzer;
const never = new AbortController().signal;
const trace = (): string => join(root, "ran");

function put(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

beforeAll(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), "airlock-typescript-")));
  put(
    "node_modules/tidekit/package.json",
    '{"name":"tidekit","version":"2.1.0","types":"index.d.ts","main":"index.js"}',
  );
  put(
    "node_modules/tidekit/index.d.ts",
    `export interface Options { columns?: string[]; limit?: number }
export class Table { sort(by: string, descending?: boolean): Table; readonly rows: number; }
export function read(path: string, options?: Options): Table;
export function write(table: Table): void;
export function write(table: Table, options: Options): void;
`,
  );
  put("node_modules/tidekit/index.js", `require("fs").writeFileSync(${JSON.stringify(trace())}, "");`);
  put("node_modules/untyped/package.json", '{"name":"untyped","version":"1.0.0","main":"index.js"}');
  put("node_modules/untyped/index.js", "module.exports = {};");
  put(
    "src/sibling.ts",
    "export function greet(name: string, loud = false): string { return loud ? name : name; }\nexport class Own { x = 1; }\n",
  );
  put("src/logo.svg", "<svg/>");
  put("src/globals.d.ts", "declare const buildDate: string;\n");
  put("node_modules/evil-plugin/package.json", '{"name":"evil-plugin","version":"1.0.0","main":"index.js"}');
  put("node_modules/evil-plugin/index.js", `require("fs").writeFileSync(${JSON.stringify(trace())}, "");`);
  put(
    "tsconfig.json",
    `{ "compilerOptions": { "strict": true, "target": "ES2022", "module": "ESNext", "moduleResolution": "Bundler", "lib": ["ES2022", "DOM"],
      "plugins": [{ "name": "evil-plugin" }], "checkJs": false, "noCheck": true }, "include": ["src"] }`,
  );
  put("plain/jsconfig.json", "{}");
  for (const program of ["tsc", "tsserver", "node"]) {
    put(`node_modules/.bin/${program}`, `#!/bin/sh\ntouch "${trace()}"\n`);
    chmodSync(join(root, "node_modules/.bin", program), 0o755);
  }
  analyzer = new TypescriptAnalyzer({ workspaceRoot: root, node: process.execPath });
});
afterAll(() => {
  analyzer.dispose();
  rmSync(root, { recursive: true });
});

async function analyze(
  text: string,
  { before = "", path = "src/job.ts", language = "typescript" } = {},
): Promise<readonly RawFinding[]> {
  const source = before + text;
  return analyzer.analyze({ language, path, source, start: before.length, end: source.length }, never);
}

type Place = Parameters<typeof analyze>[1];

async function found(text: string, place: Place = {}): Promise<string[]> {
  return (await analyze(text, place)).map((one) =>
    [
      one.severity,
      one.ruleId,
      ((place.before ?? "") + text).slice(one.start, one.end),
      one.fix?.edits?.[0]?.text ?? "",
    ]
      .join(" ")
      .trim(),
  );
}

const head =
  'import { read, Table, write } from "tidekit";\nconst t: Table = read("a");\nt.sort("a");\nwrite(t);\n';

test.each([
  ['import { turboRead } from "tidekit";', ["high ts-unknown-export turboRead"]],
  ['import { Tabel } from "tidekit";', ["high ts-unknown-export Tabel Table"]],
  ['import { deep } from "tidekit/widgets";', ['high ts-unknown-module "tidekit/widgets"']],
  ["t.sortValues('a');", ["high ts-unknown-property sortValues"]],
  ["t.sort('a').sortt('b');", ["high ts-unknown-property sortt sort"]],
  ["t.sort();", ["medium ts-wrong-arity sort"]],
  ["t.sort('a', true, 3);", ["medium ts-wrong-arity 3"]],
  ["read('a', { colums: ['x'] });", ["medium ts-unknown-option colums columns"]],
  ["write(t, { kolumns: ['x'] });", ["medium ts-unknown-option kolumns columns"]],
  ["[1, 2].flatten();", ["high ts-unknown-property flatten"]],
  ["'a'.contains('b');", ["high ts-unknown-property contains"]],
  ["JSON.parseSafe('1');", ["high ts-unknown-property parseSafe"]],
  ["undefinedHelper(1);", ["medium ts-undefined-name undefinedHelper"]],
  ['import { greet, great } from "./sibling";\ngreet("a");', ["medium ts-unknown-export great greet"]],
  ['import { Own } from "./sibling";\nnew Own().y;', ["medium ts-unknown-property y"]],
  ['import { a } from "./nothing";', ['medium ts-unknown-module "./nothing"']],
  ['import { a } from "zzz-not-there";', ['low ts-unknown-module "zzz-not-there"']],
])("invented: %s", async (text, expected) => {
  expect(await found(text, { before: head })).toEqual(expected);
});

test.each([
  "t.sort('a', true).rows; read('b', { columns: ['x'], limit: 1 });",
  "const n: number = 'text';",
  'import fs from "node:fs"; import path from "path"; fs.anything(path.whatever);',
  'import u from "untyped"; u.anything(1);',
  'import logo from "./logo.svg"; console.log(logo, buildDate, __dirname, process.env.HOME);',
  "function f(v: string | number) { return v.toUpperCase(); }",
  "function f(v: any) { return v.anything.at.all(); }",
  "declare const w: Window; (w as Window & typeof globalThis).analytics; import.meta.env;",
  'import { greet, Own } from "./sibling"; greet("a", true); new Own().x;',
])("correct, or another's business: %s", async (text) => {
  expect(await found(text, { before: head })).toEqual([]);
});

test("a finding names the package and the version that is installed", async () => {
  const messages = (await analyze("t.last(); [].first();", { before: head })).map(({ message }) => message);
  expect(messages).toEqual([
    'tidekit 2.1.0, which is installed here, has no "last" on Table.',
    'The type never[] has no "first".',
  ]);
});

test.each([
  "// @ts-ignore\n[].nope();",
  "// @ts-expect-error: fine\n[].nope();",
  "/* @ts-ignore */ [].nope();",
  "// x @TS-IGNORE\n[].nope();",
])("nothing excuses itself: %s", async (text) => {
  for (const before of ["", "// @ts-nocheck\n", "/* @ts-nocheck */\n"])
    expect(await found(text, { before })).toEqual(["high ts-unknown-property nope"]);
});

test("plain JavaScript is judged where types are known, and only there", async () => {
  for (const place of [
    { path: "plain/a.js", language: "javascript" },
    { path: "src/a.js", language: "javascript" },
    { path: "", language: "javascriptreact" },
  ]) {
    expect(await found("[1].flatten(); 'x'.contains('y');", place)).toEqual([
      "high ts-unknown-property flatten",
      "high ts-unknown-property contains",
    ]);
    const loose =
      "const o = {}; o.later = 1; o.other; function F() { this.a = 1; } F.prototype.go = function () {}; new F().go().x; const e = new Error('x'); console.log(e.code, [].extra); [].extra = 1; f2(1, 2); function f2() { return arguments; }\nmodule.exports = { o };";
    expect(await found(loose, place)).toEqual([]);
  }
});

test("JSX is read in files that may hold it", async () => {
  expect(
    await found("export const a = () => <p>{[].nope()}</p>;", {
      path: "src/a.tsx",
      language: "typescriptreact",
    }),
  ).toEqual(["high ts-unknown-property nope"]);
});

test("only what the text takes part in is judged, and a path outside the workspace is not read", async () => {
  expect(await found("export const a = 1;", { before: "[].nope();\n" })).toEqual([]);
  expect(await found("[].nope();", { path: "../../outside.ts" })).toEqual(["high ts-unknown-property nope"]);
});

test("files that change on disk are read again, a proposal is not seen by another", async () => {
  const use = 'import { later } from "./later";\nlater();';
  expect(await found("export function later() {}", { path: "src/later.ts" })).toEqual([]);
  expect(await found(use)).toEqual(['medium ts-unknown-module "./later"']);
  put("src/later.ts", "export function later() {}\n");
  expect(await found(use)).toEqual([]);
});

test("a process that dies fails the text that waits, and the next one gets a fresh one", async () => {
  const waiting = analyze("[].nope();");
  if (analyzer.processId !== undefined) process.kill(analyzer.processId, "SIGKILL");
  await expect(waiting).rejects.toThrow(/ended unexpectedly/);
  expect(await found("[].nope();")).toEqual(["high ts-unknown-property nope"]);
});

test("a process that hangs is ended", async () => {
  const hanging = join(root, "hang.mjs");
  writeFileSync(hanging, 'process.on("message", () => { for (;;); });');
  const one = new TypescriptAnalyzer({
    workspaceRoot: root,
    node: process.execPath,
    program: hanging,
    longestSilence: 500,
  });
  const subject = { language: "typescript", path: "a.ts", source: "x", start: 0, end: 1 };
  await expect(one.analyze(subject, never)).rejects.toThrow(/does not answer/);
  one.dispose();
});

test("nothing that was planted in the workspace has run", () => {
  expect(existsSync(trace())).toBe(false);
});
