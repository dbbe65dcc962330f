import { expect, test, vi } from "vitest";
import { acceptedEvent, shownEvent } from "../../../core/metrics/ledgerFixture.ts";
import { ledgerMigrations } from "../../adapters/sqlite/ledgerMigrations.ts";
import { openMemory } from "../../adapters/sqlite/openDatabase.ts";
import { SqliteLedger } from "../../adapters/sqlite/SqliteLedger.ts";
import { LedgerService } from "./ledgerService.ts";

const never = new AbortController().signal;
const dayMs = 86_400_000;

function start() {
  const { database } = openMemory(ledgerMigrations);
  const time = { now: 1_000 };
  const log: string[] = [];
  const changes: number[] = [];
  const service = new LedgerService(new SqliteLedger(database, false), {
    log: (line) => log.push(line),
    onDidChange: (rows) => changes.push(rows),
    now: () => time.now,
  });
  const ends = () => {
    const listed = service.list({ limit: 500 });
    return listed.ok
      ? Object.fromEntries(listed.value.map((one) => [one.suggestionId, one.end]))
      : listed.error;
  };
  return { database, service, time, log, changes, ends };
}

test("what a page left undecided when it went away was ignored; what it decided, and other pages' own, is not", () => {
  const { service, ends } = start();
  for (const id of ["open", "rejected", "accepted", "partly"]) service.shown(shownEvent(id).shown, 1);
  service.shown(shownEvent("other").shown, 2);
  service.ended("rejected", "rejected");
  service.accept(acceptedEvent("accepted"));
  service.accept(acceptedEvent("partly", "ret", false));
  service.clientGone(1);
  expect(ends()).toEqual({
    open: "ignored",
    rejected: "rejected",
    accepted: "accepted",
    partly: "partly",
    other: undefined,
  });
});

test("signals are written soon, together, and announced", async () => {
  const { service, changes, database } = start();
  service.shown(shownEvent("a").shown, 1);
  service.shown(shownEvent("b").shown, 1);
  service.ended("a", "rejected");
  await vi.waitFor(() => expect(changes).toEqual([3]));
  expect(database.prepare("SELECT count(DISTINCT at) FROM ledger_event").pluck().get()).toBe(1);
  service.dispose();
});

test("a second end is refused quietly, with a line in the log", () => {
  const { service, log, ends } = start();
  service.shown(shownEvent("a").shown, 1);
  service.ended("a", "rejected");
  service.ended("a", "superseded");
  expect(ends()).toEqual({ a: "rejected" });
  expect(log).toEqual(["ledger: ended refused: This suggestion already ended: rejected."]);
});

test("while nothing can be written, signals wait; they are written once it can", () => {
  const { service, database, log, ends } = start();
  database.exec("PRAGMA query_only = ON");
  service.shown(shownEvent("a").shown, 1);
  expect(ends()).toEqual({});
  expect(log[0]).toContain("cannot be written");
  database.exec("PRAGMA query_only = OFF");
  expect(ends()).toEqual({ a: undefined });
});

test("tidying drops old texts, leaves a page's own suggestions open, and the chain still verifies", async () => {
  const { service, time, ends } = start();
  service.shown(shownEvent("old").shown, 1);
  service.flush();
  time.now += 40 * dayMs;
  service.shown(shownEvent("fresh").shown, 2);
  service.flush();
  expect(await service.tidy(30)).toEqual({ ok: true, value: 1 });
  expect(ends()).toEqual({ old: undefined, fresh: undefined });
  service.clientGone(1);
  expect(ends()).toEqual({ old: "ignored", fresh: undefined });
  expect(await service.verify(never)).toMatchObject({ value: { ok: true, rows: 3 } });
});

test("what another process left open a day ago is ended as ignored", async () => {
  const { database, service, time } = start();
  new SqliteLedger(database, false).append([shownEvent("theirs")], time.now);
  time.now += 2 * dayMs;
  await service.tidy(365);
  expect(service.list({ limit: 1 })).toMatchObject({ value: [{ suggestionId: "theirs", end: "ignored" }] });
});

test("the raw export is every row with its text, oldest first", async () => {
  const { service } = start();
  service.shown(shownEvent("a", "the text").shown, 1);
  service.ended("a", "rejected");
  const lines: string[] = [];
  expect(await service.exportRaw((line) => void lines.push(line), never)).toEqual({ ok: true, value: 2 });
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([
    { sequence: 1, kind: "shown", text: "the text", payload: { characters: 8 } },
    { sequence: 2, kind: "ended", payload: { end: "rejected" } },
  ]);
});

test("a run of tests is written to what was accepted in its files since the start, and again when it ends otherwise", () => {
  const { service, time, log, database } = start();
  service.shown({ ...shownEvent("before").shown }, 1);
  service.accept(acceptedEvent("before"));
  time.now = 2_000;
  const later = new LedgerService(new SqliteLedger(database, false), {
    log: (line) => log.push(line),
    onDidChange: () => {},
    now: () => time.now,
  });
  for (const id of ["accepted", "rejected"]) later.shown(shownEvent(id).shown, 1);
  later.shown({ ...shownEvent("elsewhere").shown, path: "src/other.py" }, 1);
  for (const id of ["accepted", "elsewhere"]) later.accept(acceptedEvent(id));
  later.ended("rejected", "rejected");
  const run = { runner: "pytest", testFile: "tests/test_sums.py", passed: 2, failed: 0 } as const;
  for (const status of ["passed", "passed", "failed"] as const)
    later.tested(["tests/test_sums.py", "src/sums.py"], { ...run, status });
  const listed = later.list({ limit: 10 });
  expect(listed.ok && listed.value.map(({ suggestionId, tests }) => [suggestionId, tests])).toEqual([
    ["elsewhere", undefined],
    ["rejected", undefined],
    ["accepted", "failed"],
    ["before", undefined],
  ]);
  const rows = database.prepare("SELECT payload FROM ledger_event WHERE kind = 'observed'").pluck().all();
  expect(rows.map((row) => JSON.parse(String(row)))).toEqual([
    { tests: { ...run, status: "passed" } },
    { tests: { ...run, status: "failed" } },
  ]);
  expect(log).toEqual([]);
});
