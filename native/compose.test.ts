import { execFileSync, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, type TestContext, test } from "vitest";
import type { RequestName, RequestParams } from "../core/contract/index.ts";
import { shownEvent } from "../core/metrics/ledgerFixture.ts";
import { ledgerMigrations } from "./adapters/sqlite/ledgerMigrations.ts";
import { openLedger } from "./adapters/sqlite/openLedger.ts";
import { type Composition, composeHost } from "./compose.ts";
import type { CallContext } from "./rpc/handlers.ts";

// The host as it is wired: what happens to a part of it must reach the person, and the rest must go on.

let base: string;
let home: string;
let workspace: string;
let composition: Composition | undefined;
const context: CallContext = { signal: new AbortController().signal, client: { id: 1, send: () => {} } };

beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), "airlock-compose-"));
  [home, workspace] = [join(base, "home"), join(base, "workspace")];
  mkdirSync(home);
  mkdirSync(workspace);
  writeFileSync(join(workspace, "file.py"), "x = 1\n");
});
afterEach(() => {
  composition?.dispose();
  composition = undefined;
  spawnSync("umount", [home]);
  chmodSync(home, 0o755);
  rmSync(base, { recursive: true, force: true });
});

async function start(): Promise<Composition> {
  composition = await composeHost({
    workspace,
    shell: "browser",
    variables: { ...process.env, AIRLOCK_HOME: home },
  });
  return composition;
}
async function ask<N extends RequestName>(name: N, params: RequestParams<N>) {
  if (composition === undefined) throw new Error("No host was started.");
  return await composition.host.requests[name](params, context);
}
async function accept(id: string, text = "return left + right\n") {
  composition?.host.signals["suggestion.shown"]({ shown: shownEvent(id, text).shown }, context.client);
  return await ask("accept.request", {
    suggestionId: id,
    part: "all",
    completes: true,
    subject: { language: "python", path: "file.py", before: "", text, after: "" },
  });
}
async function noticeIds(): Promise<readonly string[]> {
  const info = await ask("workbench.info", {});
  return info.ok ? info.value.notices.map(({ id }) => id) : [];
}
function fillLedger(rows: number): void {
  const opened = openLedger(home);
  for (let index = 0; index < rows; index++) opened.ledger.append([shownEvent(`old-${index}`)], 1);
  opened.close();
}
function mountDisk(options: string, testContext: TestContext): void {
  const canMount = process.platform === "linux" && process.getuid?.() === 0;
  if (!canMount || spawnSync("mount", ["-t", "tmpfs", "-o", options, "tmpfs", home]).status !== 0)
    testContext.skip("needs root, to mount a small disk");
}

test("ADVERSARIAL 3 (host): the disk of the ledger is full: the accept is refused, the file untouched, and with room it goes on", async (testContext) => {
  mountDisk("size=1m", testContext);
  await start();
  expect(await accept("fits")).toMatchObject({ value: { allowed: true } });
  spawnSync("dd", ["if=/dev/zero", `of=${join(home, "ballast")}`, "bs=4k"]);
  const refused = await accept("no-room", `x = "${"word ".repeat(2000)}"\n`);
  expect(refused).toMatchObject({
    value: { allowed: false, reason: expect.stringContaining("disk is full") },
  });
  expect(readFileSync(join(workspace, "file.py"), "utf8")).toBe("x = 1\n");
  expect(await ask("ledger.verify", {})).toMatchObject({ value: { ok: true } });
  expect(await ask("ledger.stats", {})).toMatchObject({ value: { ended: { accepted: 1 } } });
  rmSync(join(home, "ballast"));
  expect(await accept("room-again")).toMatchObject({ value: { allowed: true } });
  expect(await ask("ledger.verify", {})).toMatchObject({ value: { ok: true } });
});

test("ADVERSARIAL 5 (host): noise for a database: the workbench starts, says so, keeps the noise and takes accepts", async () => {
  fillLedger(3);
  const noise = randomBytes(50_000);
  writeFileSync(join(home, "airlock.db"), noise);
  await start();
  expect(await noticeIds()).toEqual(["database-quarantined"]);
  expect(readFileSync(join(home, "airlock.db.corrupt-1")).equals(noise)).toBe(true);
  expect(await accept("after")).toMatchObject({ value: { allowed: true } });
});

test("ADVERSARIAL 5 (host): noise for session, settings and models is survived too", async () => {
  await start();
  const folder = join(home, "workspaces", composition?.environment.workspaceId ?? "");
  composition?.dispose();
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "state.json"), randomBytes(5000));
  writeFileSync(join(home, "settings.json"), randomBytes(5000));
  writeFileSync(join(home, "models.json"), randomBytes(5000));
  await start();
  expect(await ask("settings.get", {})).toMatchObject({
    value: { effective: { "editor.tabSize": 4 }, problems: [expect.objectContaining({ scope: "user" })] },
  });
  expect(await ask("session.load", {})).toMatchObject({ ok: true, value: { backups: [] } });
  expect(await noticeIds()).toContain(
    `session:workspaces/${composition?.environment.workspaceId}/state.json`,
  );
  expect(await accept("after")).toMatchObject({ value: { allowed: true } });
});

test("ADVERSARIAL 6 (host): the -wal of a crash is deleted: the workbench starts, says so, and what is left verifies", async () => {
  const live = join(base, "live");
  const opened = openLedger(live);
  for (let index = 0; index < 20; index++) opened.ledger.append([shownEvent(`s${index}`)], index);
  cpSync(live, home, { recursive: true });
  opened.close();
  rmSync(join(home, "airlock.db-wal"));
  await start();
  expect(await noticeIds()).toEqual(["database-journal"]);
  expect(await ask("ledger.verify", {})).toMatchObject({ value: { ok: true } });
  expect(await accept("after")).toMatchObject({ value: { allowed: true } });
});

test("ADVERSARIAL 8 (host): a newer schema: read-only, said, and an accept is refused with the reason", async () => {
  fillLedger(4);
  const opened = openLedger(home);
  opened.database.pragma(`user_version = ${ledgerMigrations.length + 1}`);
  opened.close();
  await start();
  expect(await noticeIds()).toEqual(["database-newer"]);
  expect(await ask("ledger.stats", {})).toMatchObject({ value: { shown: 4 } });
  expect(await accept("refused")).toMatchObject({ value: { allowed: false, reason: expect.any(String) } });
  expect(await ask("files.read", { path: "file.py" })).toMatchObject({ value: { text: "x = 1\n" } });
});

test("ADVERSARIAL 10 (host): a read-only home: the workbench starts, warns, edits files and takes accepts", async (testContext) => {
  if (process.getuid?.() === 0) mountDisk("ro", testContext);
  else chmodSync(home, 0o555);
  await start();
  expect(await noticeIds()).toEqual(["database-in-memory", "conversations-in-memory"]);
  expect(await accept("in-memory")).toMatchObject({ value: { allowed: true } });
  const format = { encoding: "utf8", bom: false, endOfLine: "\n" } as const;
  const unsaved = { path: "file.py", untitled: false, text: "y", format };
  expect(await ask("session.saveBackup", unsaved)).toMatchObject({ ok: true });
  expect(await ask("session.load", {})).toMatchObject({ value: { backups: [unsaved] } });
  expect(await noticeIds()).toContain("session:unwritten");
  expect(await ask("files.write", { path: "new.py", text: "y", format })).toMatchObject({ ok: true });
  expect(existsSync(join(home, "airlock.db"))).toBe(false);
});

test("a model is named by any path of the machine, and none gives more than a header's facts or holds the host up", async () => {
  await start();
  const pipe = join(base, "pipe");
  execFileSync("mkfifo", [pipe]);
  writeFileSync(join(base, "secret"), "password = hunter2\n");
  for (const file of [
    "/dev/zero",
    "/dev/stdin",
    pipe,
    base,
    "/proc/self/mem",
    "/proc/kmsg",
    join(base, "secret"),
    "secret",
    "",
  ])
    for (const method of ["model.inspect", "model.add"] as const) {
      const answer = await ask(method, { file });
      expect([file, answer.ok]).toEqual([file, false]);
      expect(JSON.stringify(answer)).not.toContain("hunter2");
    }
});

const naughty = [
  "a\tb\u0007c",
  "\u202etxt.exe\u202c",
  "'; DROP TABLE ledger_event; --",
  `{{7*7}} $\{7*7} $(touch x) \`touch x\``,
  "<script>alert(1)</script><img src=x onerror=alert(1)>",
  "<|fim_prefix|><|fim_suffix|><|fim_middle|><|endoftext|><s></s>",
  "__proto__",
  "constructor",
  "%s%n%x%d",
  "😀👩\u200d👩\u200d👧 İ ß ﬀ e\u0301",
  "\ufeff\ufffe\uffff",
  "\u0000 in the middle \u0000",
  "x".repeat(3000),
];

test.each(naughty)(
  "ADVERSARIAL 30 (host): %j round-trips as text, buffer, title, prompt, accept and search",
  async (text) => {
    await start();
    const format = { encoding: "utf8", bom: false, endOfLine: "\n" } as const;
    const written = await ask("files.write", { path: "naughty.txt", text, format });
    expect(written.ok).toBe(true);
    // NUL says that a file is no text: it is written as asked and then opened as what it is.
    const isText = !text.includes("\0");
    const read = await ask("files.read", { path: "naughty.txt" });
    expect(read).toMatchObject(
      isText ? { value: { text: text.replace(/^\ufeff/, "") } } : { error: { code: "binary" } },
    );
    const unsaved = { path: text, untitled: true, text, format };
    await ask("session.saveBackup", unsaved);
    await ask("session.save", { state: { title: text, [text.slice(0, 50)]: 1 } });
    expect(await ask("session.load", {})).toMatchObject({
      value: { backups: [unsaved], state: { title: text } },
    });
    const subject = { language: "python", path: text, before: text, text: `# ${text}\n`, after: text };
    const verdict = await ask("gate.scan", subject);
    expect(verdict.ok).toBe(true);
    if (verdict.ok && verdict.value.outcome !== "block") {
      expect(await accept("s1", `# ${text}\n`)).toMatchObject({ value: { allowed: true } });
      expect(await ask("ledger.list", { limit: 1 })).toMatchObject({
        value: { entries: [{ text: `# ${text}\n` }] },
      });
    }
    expect(await ask("ledger.verify", {})).toMatchObject({ value: { ok: true } });
    const query = {
      pattern: text,
      isRegex: false,
      matchCase: true,
      wholeWord: false,
      include: "",
      exclude: "",
    };
    const found = await ask("search.text", { searchId: text.slice(0, 50), query, limit: 10 });
    expect(found).toMatchObject(isText ? { ok: true } : { error: { code: "invalidRequest" } });
  },
);

test("ADVERSARIAL 35 (host): bidirectional controls are blocked at the accept, look-alike names are flagged", async () => {
  await start();
  const hidden = 'access = "user\u202e \u2066# admin\u2069 \u2066"\n';
  expect(await accept("bidi", hidden)).toMatchObject({
    value: { allowed: false, verdict: { outcome: "block" }, reason: expect.any(String) },
  });
  const lookAlike = await accept("look-alike", "p\u0430ssword_check = 1\n");
  expect(lookAlike).toMatchObject({ value: { allowed: true, verdict: { outcome: "warn" } } });
  expect(await ask("ledger.stats", {})).toMatchObject({ value: { ended: { accepted: 1 } } });
});

test("a verdict follows the helper it rests on, when that changes on disk", async () => {
  const helper = (body: string) =>
    writeFileSync(join(workspace, "helper.py"), `import os\n\ndef show(name):\n    ${body}\n`);
  helper("print(name)");
  await start();
  const outcome = async (): Promise<string> => {
    const text = "import sys\nfrom helper import show\n\nshow(sys.argv[1])\n";
    const scanned = await ask("gate.scan", {
      language: "python",
      path: "main.py",
      before: "",
      text,
      after: "",
    });
    return scanned.ok ? scanned.value.outcome : scanned.error.message;
  };
  expect(await outcome()).toBe("pass");
  helper('os.system("cat " + name)');
  await expect.poll(outcome, { timeout: 10_000 }).not.toBe("pass");
  helper("print(name)");
  await expect.poll(outcome, { timeout: 10_000 }).toBe("pass");
});

test("what was accepted in a file knows how the file's tests ended", async () => {
  mkdirSync(join(workspace, "src"));
  writeFileSync(join(workspace, "src", "sums.py"), "def total(left, right):\n    return left + right\n");
  writeFileSync(
    join(workspace, "test_sums.py"),
    "from src.sums import total\n\n\ndef test_total():\n    assert total(1, 2) == 3\n",
  );
  await start();
  await accept("sum");
  const ran = await ask("run.tests", { runId: "run", testFile: "test_sums.py", files: [] });
  expect(ran).toMatchObject({ ok: true, value: { status: "passed" } });
  expect(await ask("ledger.list", { limit: 10 })).toMatchObject({
    value: { entries: [{ suggestionId: "sum", tests: "passed" }] },
  });
});
