import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";

const root = resolve(import.meta.dirname, "../..");
const airlock = join(root, "bin", "airlock");
const folder = mkdtempSync(join(tmpdir(), "airlock-ask-"));
const workspace = join(folder, "orders");
const home = join(folder, "home");

beforeAll(() => {
  cpSync(join(root, "resources", "sample-workspace"), workspace, { recursive: true });
  const git = (...args: string[]): void =>
    void execFileSync("git", ["-c", "user.name=Test", "-c", "user.email=test@localhost", ...args], {
      cwd: workspace,
    });
  git("init", "-q", "-b", "main");
  git("add", "-A");
  git("commit", "-qm", "Orders");
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const document = z.object({
  generatedCode: z.string(),
  explanation: z.string(),
  testStubs: z.string(),
  confidence: z.enum(["low", "medium", "high"]),
  alternatives: z.array(
    z.object({
      code: z.string().optional(),
      explanation: z.string(),
      confidence: z.enum(["low", "medium", "high"]),
      gate: z.enum(["pass", "warn", "block"]),
      tests: z.object({ status: z.string(), reason: z.string() }),
    }),
  ),
  facts: z.array(
    z.object({
      title: z.string(),
      facts: z.array(z.object({ text: z.string(), line: z.int().positive().optional() })),
    }),
  ),
  context: z.array(z.object({ path: z.string().optional(), why: z.string() })),
  environment: z.string(),
  model: z.object({ name: z.string(), sha256: z.string() }).optional(),
  prompt: z.object({ name: z.string(), version: z.string(), source: z.string() }).optional(),
});

function ask(args: readonly string[], input = "") {
  const done = spawnSync(airlock, ["ask", ...args, "--json"], {
    cwd: workspace,
    encoding: "utf8",
    input,
    env: { ...process.env, AIRLOCK_HOME: home },
  });
  return { code: done.status, notes: done.stderr, read: () => document.parse(JSON.parse(done.stdout)) };
}

function factsOf(read: z.infer<typeof document>, title: string): readonly string[] {
  return read.facts.find((group) => group.title === title)?.facts.map(({ text }) => text) ?? [];
}

test("explain: the outline of the function around the lines, and which prompt the model was given", () => {
  const read = ask(["explain", "orders/reports.py:36-37"]).read();
  expect(factsOf(read, "largest_order")[0]).toBe("def largest_order(orders: list[Order]) -> Order | None");
  expect(read).toMatchObject({
    generatedCode: "",
    environment: expect.stringMatching(/^Python 3\./),
    model: { name: "Airlock FIM 5M" },
    prompt: { name: "explain.infill", version: "1", source: "bundled" },
  });
});

test("generate: code for a place, judged; nothing is written to the file", () => {
  const before = execFileSync("git", ["status", "--porcelain"], { cwd: workspace, encoding: "utf8" });
  const read = ask([
    "generate",
    "orders/reports.py:40",
    "--spec",
    "def average(orders: list[Order]) -> float: mean amount",
  ]).read();
  expect(read.alternatives[0]?.code).toMatch(/^def average\(orders: list\[Order\]\) -> float:\n {4}/);
  expect(read.alternatives[0]?.tests.status).not.toBe("");
  expect(execFileSync("git", ["status", "--porcelain"], { cwd: workspace, encoding: "utf8" })).toBe(before);
});

test("tests: the cases of a function, a file of stubs that fails until they are written", () => {
  const read = ask(["tests", "orders/reports.py:36", "--no-tests"]).read();
  expect(factsOf(read, "To cover, in tests/test_reports.py")).toContain("`orders` is empty");
  expect(read.testStubs).toMatch(/def test_\w+\(/);
  expect(read.testStubs).toContain("largest_order");
});

test("refactor: who refers to it", () => {
  const read = ask(["refactor", "orders/reports.py:27-32", "--spec", "use a Counter", "--no-tests"]).read();
  expect(factsOf(read, "Referred to")).toContain(
    'tests/test_reports.py:16 calls it: self.assertEqual(monthly_totals(orders), {"2026-01": 150, "2026-02": 7})',
  );
});

test("debug: a traceback from standard input leads to the failing line; text without one is an error that says what to do", () => {
  const trace = `Traceback (most recent call last):
  File "${workspace}/orders/reports.py", line 31, in monthly_totals
    totals[order.month] += order.amount
AttributeError: 'dict' object has no attribute 'month'
`;
  const read = ask(["debug", "--no-tests"], trace).read();
  expect(factsOf(read, "Error")).toEqual(["AttributeError: 'dict' object has no attribute 'month'"]);
  expect(factsOf(read, "Where")[0]).toMatch(/^orders\/reports\.py:31 in monthly_totals/);
  expect(factsOf(read, "What the line reads").join()).toContain("totals");
  const nothing = ask(["debug"], "all is well\n");
  expect([nothing.code, nothing.notes]).toEqual([
    2,
    expect.stringContaining("There is no traceback in that text."),
  ]);
});

test("review and tour are computed", () => {
  const archive = join(workspace, "orders", "archive.py");
  writeFileSync(archive, 'import os\n\n\ndef remove(name):\n    os.system("rm " + name)\n');
  const review = ask(["review"]).read();
  expect(factsOf(review, "Findings").join()).toContain(
    "orders/archive.py:5: Text from outside becomes part of a shell command.",
  );
  expect(factsOf(review, "Missing tests")).toEqual(["No test names remove (orders/archive.py:4)."]);
  rmSync(archive);
  const range = ask(["review", "--range", "HEAD..HEAD"]);
  expect(range.code).toBe(1);
  expect(ask(["review", "--range", "--output=/tmp/x"]).code).toBe(2);
  const tour = ask(["tour", "--spec", "sum of amounts per month"]).read();
  expect(factsOf(tour, "Where it is done")[0]).toContain("monthly_totals");
  expect(tour.model).toBeUndefined();
});

test("a workspace's own prompt holds, is named, and one that cannot be read is said", () => {
  const prompts = join(workspace, ".airlock", "prompts");
  mkdirSync(prompts, { recursive: true });
  const file = join(prompts, "explain.infill.txt");
  writeFileSync(file, "version: ours-2\n--- prefix\n{{before}}{{lead}}\n--- suffix\n{{tail}}\n");
  expect(ask(["explain", "orders/reports.py:36"]).read().prompt).toMatchObject({
    version: "ours-2",
    source: "workspace",
  });
  writeFileSync(file, "--- prefix\n");
  const broken = ask(["explain", "orders/reports.py:36"]);
  rmSync(join(workspace, ".airlock"), { recursive: true });
  expect([broken.code, broken.notes]).toEqual([2, expect.stringContaining("must begin with a line like")]);
});

test("what .airlockignore names is in no question", () => {
  const secret = join(workspace, "orders", "keys.py");
  writeFileSync(
    secret,
    'def monthly_secret_totals():\n    """Sum of amounts per calendar month."""\n    return 4711\n',
  );
  writeFileSync(join(workspace, ".airlockignore"), "orders/keys.py\n");
  const read = ask(["tour", "--spec", "monthly_secret_totals sum of amounts"]).read();
  rmSync(secret);
  rmSync(join(workspace, ".airlockignore"));
  expect(JSON.stringify(read)).not.toContain("keys.py");
});

test("a model with a chat template is asked in its words", () => {
  const file = join(folder, "chat.gguf");
  const recipe = join(root, "models", "recipe", "with_chat_template.py");
  execFileSync("python3", [recipe, join(root, "models", "airlock-fim-5m-q8_0.gguf"), file]);
  const environment = { ...process.env, AIRLOCK_HOME: home };
  const added = spawnSync(airlock, ["model", "add", file, "--json"], { encoding: "utf8", env: environment });
  const { id } = z.object({ id: z.string() }).parse(JSON.parse(added.stdout));
  const answered = ask(["explain", "orders/reports.py:36", "--model", id, "--alternatives", "2"]);
  expect(answered.read().prompt).toMatchObject({ name: "explain.chat" });
});

test.each([
  [["generate"], "Name a file"],
  [["explain", "orders/missing.py"], "cannot be read"],
  [["explain", "orders/reports.py:4000"], "has no lines 4000-4000"],
  [["explain", "orders/reports.py:9-3"], "has no lines 9-3"],
])("%j ends with a sentence", (args, sentence) => {
  const { code, notes } = ask(args);
  expect([code, notes]).toEqual([2, expect.stringContaining(sentence)]);
});
