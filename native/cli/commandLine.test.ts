import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { z } from "zod";
import { version } from "../version.ts";

const airlock = resolve(import.meta.dirname, "../../bin/airlock");
let root: string;
let folder: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "airlock-cli-"));
  folder = join(root, "workspace");
  mkdirSync(folder);
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

interface Run {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs the launcher as a shell would, with a home of its own. */
function run(args: readonly string[], input?: string): Run {
  const done = spawnSync(airlock, args, {
    cwd: folder,
    input: input ?? "",
    encoding: "utf8",
    env: { ...process.env, AIRLOCK_HOME: join(root, "home") },
  });
  return { code: done.status, out: done.stdout, err: done.stderr };
}

const dangerous = 'import os\n\n\ndef show(name):\n    os.system("cat " + name)\n';

test("--help stands on every level, --version is the program's", () => {
  for (const args of [["--help"], ["scan", "--help"], ["model", "--help"], ["ledger", "export", "--help"]]) {
    expect(run(args)).toMatchObject({ code: 0, out: expect.stringContaining("Usage: airlock") });
  }
  expect(run(["--version"]).out.trim()).toBe(version);
});

test("scan: 0 for clean text, 1 when the gate would block, 2 when it could not look", () => {
  writeFileSync(join(folder, "clean.py"), "def double(n):\n    return n * 2\n");
  writeFileSync(join(folder, "danger.py"), dangerous);
  expect(run(["scan", "clean.py"])).toMatchObject({ code: 0, out: "" });
  const blocked = run(["scan", "danger.py"]);
  expect(blocked.code).toBe(1);
  expect(blocked.out).toMatch(/^danger\.py:5:5: block: .*CWE-78\]$/m);
  expect(run(["scan", "missing.py"])).toMatchObject({
    code: 2,
    out: "",
    err: expect.stringMatching(/^airlock: .*missing\.py does not exist/),
  });
  expect(run(["scan"])).toMatchObject({ code: 2 });
  expect(run(["scan", "--stdin"], dangerous)).toMatchObject({
    code: 2,
    err: expect.stringContaining("--language"),
  });
  expect(run(["scan", "--stdin", "--language", "python"], dangerous)).toMatchObject({ code: 1 });
});

test("a slow reader of the pipe gets the whole document; one that has enough ends it quietly", () => {
  writeFileSync(join(folder, "many.py"), dangerous.repeat(150));
  const piped = (reader: string) =>
    spawnSync("sh", ["-c", `"$0" scan many.py --json | ${reader}`, airlock], {
      cwd: folder,
      encoding: "utf8",
      env: { ...process.env, AIRLOCK_HOME: join(root, "home") },
    });
  const { stdout } = piped("{ sleep 2; cat; }");
  expect(stdout.length).toBeGreaterThan(100_000);
  expect(JSON.parse(stdout)).toMatchObject([{ path: "many.py", verdict: { outcome: "block" } }]);
  expect(piped("head -c 1")).toMatchObject({ stdout: "[", stderr: "" });
});

test("scan of a folder follows .gitignore; --sarif is one SARIF 2.1.0 document with CWE tags", () => {
  spawnSync("git", ["init", "-q"], { cwd: folder });
  mkdirSync(join(folder, "ignored"));
  writeFileSync(join(folder, ".gitignore"), "ignored/\n");
  writeFileSync(join(folder, "ignored", "danger.py"), dangerous);
  writeFileSync(join(folder, "danger.py"), dangerous);
  const { code, out } = run(["scan", ".", "--sarif"]);
  const sarif = z
    .object({
      version: z.literal("2.1.0"),
      runs: z.tuple([
        z.object({
          tool: z.object({
            driver: z.object({
              rules: z.array(
                z.object({
                  id: z.string(),
                  properties: z.object({ tags: z.array(z.string()), "security-severity": z.string() }),
                }),
              ),
            }),
          }),
          results: z.array(
            z.object({
              locations: z.array(
                z.object({ physicalLocation: z.object({ artifactLocation: z.object({ uri: z.string() }) }) }),
              ),
            }),
          ),
        }),
      ]),
    })
    .parse(JSON.parse(out));
  const [first] = sarif.runs;
  expect(code).toBe(1);
  expect(first.tool.driver.rules.flatMap((rule) => rule.properties.tags)).toContain("external/cwe/cwe-078");
  expect(
    first.results.flatMap((result) => result.locations.map((at) => at.physicalLocation.artifactLocation.uri)),
  ).toEqual(["danger.py"]);
});

test("index and retrieve find a function by a plain question; an empty answer is exit 1", () => {
  writeFileSync(
    join(folder, "totals.py"),
    'def monthly_totals(orders):\n    """Sum of amounts per calendar month."""\n    return {}\n',
  );
  writeFileSync(join(folder, "other.py"), "def unrelated():\n    pass\n");
  expect(run(["index", "."])).toMatchObject({ code: 0, out: expect.stringContaining("2 read") });
  expect(run(["index", ".", "--json"])).toMatchObject({
    code: 0,
    out: expect.stringContaining('"unchanged": 2'),
  });
  const found = run(["retrieve", "sum per month", "--mode", "lexical", "--json", "-k", "1"]);
  expect(JSON.parse(found.out)).toMatchObject([
    { path: "totals.py", startLine: 1, symbol: "monthly_totals", via: ["lexical"] },
  ]);
  expect(run(["retrieve", "zzzqqq", "--mode", "lexical"])).toMatchObject({ code: 1 });
  expect(run(["retrieve", "x", "--mode", "telepathic"])).toMatchObject({ code: 2 });
});

test("model: the bundled one is listed as approved; what is no model is refused with a sentence", () => {
  const listed = z
    .array(z.looseObject({ id: z.string(), bundled: z.boolean(), licence: z.string(), sha256: z.string() }))
    .parse(JSON.parse(run(["model", "list", "--json"]).out));
  expect(listed).toMatchObject([
    { id: "airlock-fim-5m", bundled: true, licence: "Apache-2.0" },
    { id: "all-minilm-l6-v2", bundled: true, licence: "Apache-2.0" },
  ]);
  expect(run(["model", "verify"])).toMatchObject({ code: 0 });
  writeFileSync(join(folder, "not.gguf"), "hello");
  expect(run(["model", "inspect", "not.gguf"])).toMatchObject({
    code: 2,
    out: "",
    err: expect.stringMatching(/^airlock: .+GGUF/),
  });
  expect(run(["model", "add", "nowhere.gguf"])).toMatchObject({ code: 2, out: "" });
});

test("ledger: an empty one says so, verifies, and is exported once", () => {
  expect(run(["ledger", "stats"])).toMatchObject({ code: 0, out: "Nothing has been suggested yet.\n" });
  expect(JSON.parse(run(["ledger", "verify", "--json"]).out)).toMatchObject({ ok: true, rows: 0 });
  expect(run(["ledger", "export", "--format", "raw", "--out", "rows.jsonl"])).toMatchObject({ code: 0 });
  expect(readFileSync(join(folder, "rows.jsonl"), "utf8")).toBe("");
  expect(run(["ledger", "export", "--format", "raw", "--out", "rows.jsonl"])).toMatchObject({ code: 2 });
});

test("complete: a place that is not there is named with what there is", () => {
  writeFileSync(join(folder, "short.py"), "x = 1\n");
  expect(run(["complete", "short.py"])).toMatchObject({
    code: 2,
    err: expect.stringContaining("FILE:LINE:COLUMN"),
  });
  expect(run(["complete", "short.py:9:1"])).toMatchObject({
    code: 2,
    err: expect.stringContaining("It has 2 lines"),
  });
  expect(run(["complete", "none.py:1:1"])).toMatchObject({
    code: 2,
    err: expect.stringContaining("cannot be read"),
  });
});

test("doctor looks at every part and says what it saw", () => {
  const { checks } = z
    .object({ checks: z.array(z.object({ name: z.string(), ok: z.boolean(), detail: z.string() })) })
    .parse(JSON.parse(run(["doctor", "--json"]).out));
  expect(checks.map(({ name }) => name)).toEqual([
    "Node",
    "home",
    "ledger",
    "models",
    "gate",
    "search",
    "page",
    "Python",
    "git",
    "bandit",
    "ruff",
    "semgrep",
  ]);
  expect(checks.filter(({ name }) => name !== "page").every(({ ok }) => ok)).toBe(true);
  expect(checks.find(({ name }) => name === "gate")?.detail).toContain(
    "a planted shell injection is blocked",
  );
});

test("unknown commands, options and ports are refused in a sentence, exit 2", () => {
  for (const args of [
    ["fly"],
    ["scan", "--fast"],
    ["serve", "--port", "70000"],
    ["serve", join(folder, "nowhere")],
  ]) {
    const refused = run(args);
    expect([args, refused.code, refused.out, refused.err.length > 10]).toEqual([args, 2, "", true]);
  }
});
