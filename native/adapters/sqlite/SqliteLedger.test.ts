import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Answered, Escalated } from "../../../core/contract/escalation.ts";
import { chainEncoding } from "../../../core/metrics/ledgerChain.ts";
import { acceptedEvent, shownEvent } from "../../../core/metrics/ledgerFixture.ts";
import { ledgerMigrations } from "./ledgerMigrations.ts";
import { openDatabase, openMemory } from "./openDatabase.ts";
import { type OpenedLedger, openLedger } from "./openLedger.ts";
import { SqliteLedger } from "./SqliteLedger.ts";

const never = new AbortController().signal;
let home: string;
let opened: OpenedLedger;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "airlock-ledger-"));
  opened = openLedger(home);
});
afterEach(() => {
  opened.close();
  rmSync(home, { recursive: true, force: true });
});

function value<T>(result: { ok: true; value: T } | { ok: false; error: { message: string } }): T {
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}

test("one life: shown, a word, the rest, two observations; the entry says all of it", () => {
  const { ledger } = opened;
  value(ledger.append([shownEvent("s1", "alpha beta")], 10));
  value(ledger.append([acceptedEvent("s1", "alpha ", false), acceptedEvent("s1", "beta")], 20));
  value(
    ledger.append(
      [
        { kind: "observed", suggestionId: "s1", afterSeconds: 30, text: "alpha beta" },
        { kind: "observed", suggestionId: "s1", afterSeconds: 300, text: "alpha" },
      ],
      30,
    ),
  );
  expect(value(ledger.list({ limit: 10 }))).toEqual([
    {
      suggestionId: "s1",
      sequence: 1,
      at: 10,
      task: "complete",
      path: "src/sums.py",
      language: "python",
      model: "Airlock Starter",
      text: "alpha beta",
      gate: "pass",
      confidence: "high",
      latencyMs: 120,
      end: "accepted",
      acceptedCharacters: 10,
      keptAfter30s: 1,
      keptAfter5min: 5 / 9,
    },
  ]);
});

test("a second end is refused, an accept without the gate's way does not count, part then rejected is partly", () => {
  const { ledger } = opened;
  value(ledger.append([shownEvent("s1"), shownEvent("s2"), acceptedEvent("s2", "ret", false)], 1));
  const outcomes = value(
    ledger.append(
      [
        { kind: "ended", suggestionId: "s1", end: "accepted" },
        { kind: "ended", suggestionId: "s1", end: "rejected" },
        { kind: "ended", suggestionId: "s1", end: "ignored" },
        { kind: "ended", suggestionId: "s2", end: "rejected" },
        acceptedEvent("s2"),
        acceptedEvent("unknown"),
        shownEvent("s1"),
      ],
      2,
    ),
  );
  expect(outcomes.map((one) => one.recorded)).toEqual([false, true, false, true, false, false, false]);
  expect(value(ledger.list({ limit: 10 })).map((one) => [one.suggestionId, one.end])).toEqual([
    ["s2", "partly"],
    ["s1", "rejected"],
  ]);
});

test("the summary equals what the rows add up to, whatever the order of events", () => {
  const ids = fc.constantFrom("a", "b", "c");
  const event = fc.oneof(
    fc
      .tuple(ids, fc.constantFrom("pass" as const, "block" as const), fc.nat(500))
      .map(([id, gate, ms]) => shownEvent(id, "some text", gate, ms)),
    fc.tuple(ids, fc.boolean()).map(([id, completes]) => acceptedEvent(id, "some", completes)),
    fc
      .tuple(
        ids,
        fc.constantFrom("rejected" as const, "superseded" as const, "ignored" as const, "accepted" as const),
      )
      .map(([suggestionId, end]) => ({ kind: "ended" as const, suggestionId, end })),
  );
  fc.assert(
    fc.property(fc.array(fc.array(event, { maxLength: 5 }), { maxLength: 8 }), (batches) => {
      const memory = openMemory(ledgerMigrations);
      const ledger = new SqliteLedger(memory.database, false);
      for (const batch of batches) value(ledger.append(batch, 5));
      const stats = value(ledger.stats());
      const entries = value(ledger.list({ limit: 500 }));
      const ended = (end: string) => entries.filter((one) => one.end === end).length;
      expect(stats).toMatchObject({
        shown: entries.length,
        blocked: entries.filter((one) => one.gate === "block").length,
        ended: {
          accepted: ended("accepted"),
          partly: ended("partly"),
          rejected: ended("rejected"),
          superseded: ended("superseded"),
          ignored: ended("ignored"),
        },
        acceptedCharacters: entries.reduce((sum, one) => sum + one.acceptedCharacters, 0),
        rows: value(ledger.rowsAfter(0, 1000)).length,
      });
      memory.database.close();
    }),
    { numRuns: 50 },
  );
});

test("ADVERSARIAL 30: any string as name or text is kept, and the chain verifies", async () => {
  const memory = openMemory(ledgerMigrations);
  const ledger = new SqliteLedger(memory.database, false);
  const naughty = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.constantFrom("\ud800", "a\0b", "'; DROP TABLE x; --", "\u202e"),
  );
  await fc.assert(
    fc.asyncProperty(naughty, naughty, async (id, text) => {
      ledger.append([shownEvent(id, text)], 1);
      expect(value(await ledger.verify(never))).toMatchObject({ ok: true });
    }),
    { numRuns: 60 },
  );
  value(ledger.append([shownEvent("round", "a\0b ☃ '\"")], 1));
  expect(value(ledger.list({ limit: 1 }))[0]?.text).toBe("a\0b ☃ '\"");
  memory.database.close();
});

test("percentiles are those of the latest 10,000 shown", () => {
  const old = Array.from({ length: 500 }, (_, i) => shownEvent(`old-${i}`, "x", "pass", 9_000));
  const recent = Array.from({ length: 10_000 }, (_, i) => shownEvent(`new-${i}`, "x", "pass", i + 1));
  value(opened.ledger.append([...old, ...recent], 1));
  expect(value(opened.ledger.stats())).toMatchObject({ latencyP50: 5_000, latencyP95: 9_500, shown: 10_500 });
});

test("ADVERSARIAL 9: the clock jumps back a year, order is kept by sequence", () => {
  value(opened.ledger.append([shownEvent("first")], 2_000_000_000_000));
  value(opened.ledger.append([shownEvent("second")], 1_968_000_000_000));
  expect(value(opened.ledger.list({ limit: 10 })).map((one) => one.suggestionId)).toEqual([
    "second",
    "first",
  ]);
  expect(value(opened.ledger.list({ limit: 10, before: 2 })).map((one) => one.suggestionId)).toEqual([
    "first",
  ]);
});

test.each([
  [
    "a payload is changed",
    "UPDATE ledger_event SET payload = replace(payload, 'high', 'low') WHERE sequence = 3",
    3,
  ],
  [
    "a row's hash is made to fit its change",
    "UPDATE ledger_event SET at = 7, hash = zeroblob(32) WHERE sequence = 2",
    2,
  ],
  ["a row is removed", "DELETE FROM ledger_event WHERE sequence = 4", 4],
  ["the last row is removed", "DELETE FROM ledger_event WHERE sequence = 6", 6],
  [
    "two rows change places",
    `UPDATE ledger_event SET sequence = 100 WHERE sequence = 2; UPDATE ledger_event SET sequence = 2 WHERE sequence = 5;
     UPDATE ledger_event SET sequence = 5 WHERE sequence = 100`,
    2,
  ],
  ["a text is changed", "UPDATE ledger_text SET text = 'evil' WHERE sequence = 5", 5],
])("verify finds the first bad row when %s", async (_what, tampering, brokenAt) => {
  const { ledger, database } = opened;
  value(
    ledger.append(
      ["a", "b", "c", "d", "e", "f"].map((id) => shownEvent(id)),
      1,
    ),
  );
  expect(value(await ledger.verify(never))).toEqual({ ok: true, rows: 6, detail: expect.any(String) });
  expect(() => database.exec(tampering)).toThrow("append-only");
  database.exec(
    "DROP TRIGGER ledger_event_no_update; DROP TRIGGER ledger_event_no_delete; DROP TRIGGER ledger_text_no_update; PRAGMA foreign_keys = OFF",
  );
  database.exec(tampering);
  expect(value(await ledger.verify(never))).toMatchObject({ ok: false, brokenAt });
});

test("retention drops texts alone: the chain still verifies and the file gives the room back", async () => {
  const { ledger, database } = opened;
  const long = Array.from({ length: 400 }, (_, i) => shownEvent(`s${i}`, `${i} ${"word ".repeat(2000)}`));
  value(ledger.append(long, 100));
  value(ledger.append([shownEvent("kept", "kept text")], 200));
  database.pragma("wal_checkpoint(TRUNCATE)");
  const full = statSync(join(home, "airlock.db")).size;
  expect(value(ledger.dropTexts(150, 1000))).toBe(400);
  value(ledger.shrink());
  expect(statSync(join(home, "airlock.db")).size).toBeLessThan(full / 4);
  expect(value(await ledger.verify(never))).toMatchObject({ ok: true, rows: 401 });
  expect(value(ledger.list({ limit: 2 })).map((one) => one.text)).toEqual(["kept text", ""]);
});

test("ADVERSARIAL 2: every append is committed with synchronous=FULL on a WAL database (the setting, not a power cut)", () => {
  expect(opened.database.pragma("synchronous", { simple: true })).toBe(2);
  expect(opened.database.pragma("journal_mode", { simple: true })).toBe("wal");
});

test("ADVERSARIAL 3: SQLite has no room left: the append fails with diskFull and leaves no row", async () => {
  const { ledger, database } = opened;
  value(ledger.append([shownEvent("s1")], 1));
  const pages = Number(database.pragma("page_count", { simple: true }));
  database.pragma(`max_page_count = ${pages}`);
  const outcome = ledger.append([shownEvent("s2", "x".repeat(100_000))], 2);
  expect(outcome).toMatchObject({ ok: false, error: { code: "diskFull" } });
  expect(value(ledger.stats())).toMatchObject({ rows: 1, shown: 1 });
  expect(value(await ledger.verify(never))).toMatchObject({ ok: true, rows: 1 });
});

function appendInProcess(into: string, name: string, rows: number, batch: number): Promise<string> {
  const script = join(import.meta.dirname, "fixtures/appendMany.ts");
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [script, into, name, String(rows), String(batch)], {
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    child.stdout.on("data", (data) => {
      output += String(data);
    });
    child.stderr.on("data", (data) => {
      output += String(data);
    });
    child.on("close", () => resolve(output));
  });
}

test("ADVERSARIAL 7: three processes write 10,000 rows each at once: none lost, none told that it is busy", async () => {
  expect(
    await Promise.all(["window-1", "window-2", "cli"].map((name) => appendInProcess(home, name, 10_000, 50))),
  ).toEqual(["done\n", "done\n", "done\n"]);
  expect(value(opened.ledger.stats()).shown).toBe(30_000);
  expect(value(await opened.ledger.verify(never))).toMatchObject({ ok: true, rows: 30_000 });
});

test("ADVERSARIAL 7: four processes start at once in a home that is not there yet, and write row by row", async () => {
  const fresh = join(home, "not/there/yet");
  const names = ["a", "b", "c", "d"];
  const outputs = await Promise.all(names.map((name) => appendInProcess(fresh, name, 40, 1)));
  expect(outputs).toEqual(names.map(() => "done\n"));
  const together = openLedger(fresh);
  expect(together.notices).toEqual([]);
  expect(value(together.ledger.stats()).shown).toBe(160);
  expect(value(await together.ledger.verify(never))).toMatchObject({ ok: true, rows: 160 });
  together.close();
});

test("a killed writer leaves whole batches and a chain that verifies", async () => {
  const script = join(import.meta.dirname, "fixtures/appendMany.ts");
  const child = spawn(process.execPath, [script, home, "killed", "1000000", "10"], { stdio: "ignore" });
  const closed = new Promise((resolve) => child.on("close", resolve));
  while (value(opened.ledger.stats()).shown === 0) await new Promise((resolve) => setTimeout(resolve, 10));
  child.kill("SIGKILL");
  await closed;
  opened.close();
  opened = openLedger(home);
  const { shown } = value(opened.ledger.stats());
  expect(shown % 10).toBe(0);
  expect(value(await opened.ledger.verify(never))).toMatchObject({ ok: true, rows: shown });
});

test("what left this machine and what came back stand in the chain, and are put together", async () => {
  const { ledger } = opened;
  const request: Escalated = {
    person: "alice",
    provider: "team",
    model: "large",
    destination: "llm.corp.example",
    task: "explain",
    bytes: 12,
    requestHash: "a".repeat(64),
    redactions: 1,
    approval: "once",
    mostCost: 0.5,
  };
  const answer: Answered = {
    outcome: "answered",
    detail: "",
    destination: "llm.corp.example",
    bytes: 3,
    answerHash: "b".repeat(64),
    cost: 0.1,
  };
  value(ledger.append([{ kind: "escalated", escalationId: "e1", request, text: "{}" }], 10));
  value(ledger.append([shownEvent("s1"), { kind: "answered", escalationId: "e1", answer, text: "yes" }], 20));
  value(ledger.append([{ kind: "escalated", escalationId: "e2", request, text: "{}" }], 30));
  expect(value(ledger.escalations(10))).toEqual([
    { ...request, escalationId: "e2", sequence: 4, at: 30 },
    { ...request, escalationId: "e1", sequence: 1, at: 10, answer: { ...answer, at: 20 } },
  ]);
  expect(value(ledger.escalations(10, 25)).map(({ escalationId }) => escalationId)).toEqual(["e2"]);
  expect(await ledger.verify(never)).toMatchObject({ ok: true, value: { ok: true, rows: 4 } });
  expect(value(ledger.rowsAfter(0, 1))[0]).toMatchObject({ kind: "escalated", text: "{}" });
});

test("a ledger of the schema before escalations is taken over row by row, and its chain holds", async () => {
  opened.close();
  rmSync(home, { recursive: true });
  const old = openDatabase(join(home, "airlock.db"), ledgerMigrations.slice(0, 2));
  const write = old.database.prepare("INSERT INTO ledger_event VALUES (?, ?, ?, ?, ?, ?, ?)");
  let previous = Buffer.alloc(32);
  for (const sequence of [1, 2]) {
    const row = {
      sequence,
      suggestionId: "s1",
      kind: sequence === 1 ? "shown" : "ended",
      at: sequence,
    } as const;
    const payload = JSON.stringify(
      sequence === 1 ? { textSha256: sha256Of("old text") } : { end: "rejected" },
    );
    const encoded = chainEncoding({ ...row, payload, previousHash: previous.toString("hex") });
    const hash = createHash("sha256").update(encoded).digest();
    write.run(sequence, "s1", row.kind, sequence, payload, previous, hash);
    previous = hash;
  }
  old.database.prepare("INSERT INTO ledger_text VALUES (1, 1, 'old text')").run();
  old.database.prepare("UPDATE ledger_summary SET row_count = 2, head_hash = ?").run(previous);
  old.database.close();
  opened = openLedger(home);
  const { ledger, database } = opened;
  expect(await ledger.verify(never)).toMatchObject({ ok: true, value: { ok: true, rows: 2 } });
  expect(value(ledger.rowsAfter(0, 10)).map(({ text }) => text)).toEqual(["old text", undefined]);
  expect(() => database.exec("DELETE FROM ledger_event")).toThrow(/append-only/);
  expect(() => database.exec("UPDATE ledger_text SET text = ''")).toThrow(/append-only/);
  expect(() => database.exec("INSERT INTO ledger_text VALUES (99, 1, '')")).toThrow(/FOREIGN KEY/);
});

function sha256Of(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
