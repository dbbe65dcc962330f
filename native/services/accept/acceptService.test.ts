import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Verdict } from "../../../core/contract/gate.ts";
import type { RequestParams } from "../../../core/contract/index.ts";
import { type LedgerRow, ledgerRow } from "../../../core/contract/ledger.ts";
import { findingHash } from "../../../core/gate/findingHash.ts";
import { defaultGatePolicy, type GatePolicy } from "../../../core/gate/policy.ts";
import { shownEvent } from "../../../core/metrics/ledgerFixture.ts";
import { FlowAnalyzer } from "../../adapters/analyzers/flowAnalyzer.ts";
import { FlowPrograms } from "../../adapters/analyzers/flowPrograms.ts";
import { type OpenedLedger, openLedger } from "../../adapters/sqlite/openLedger.ts";
import { treeSitterParser } from "../../adapters/treeSitter/treeSitterParser.ts";
import { GateService } from "../gate/gateService.ts";
import { LedgerService } from "../ledger/ledgerService.ts";
import { AcceptService } from "./acceptService.ts";

const never = new AbortController().signal;
const gate = new GateService([
  new FlowAnalyzer({
    rulesFolder: join(import.meta.dirname, "../../../resources/rules"),
    programs: new FlowPrograms(treeSitterParser),
  }),
]);
let home: string;
let opened: OpenedLedger;
let ledger: LedgerService;
let service: AcceptService;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "airlock-accept-"));
  opened = openLedger(home);
  ledger = new LedgerService(opened.ledger, { log: () => {}, onDidChange: () => {} });
  service = new AcceptService(gate, ledger, "ada");
});
afterEach(() => {
  ledger.dispose();
  opened.close();
  rmSync(home, { recursive: true, force: true });
});

function request(text: string, completes = true): RequestParams<"accept.request"> {
  const subject = { language: "python", path: "a.py", before: "", text, after: "" };
  return { suggestionId: "s1", part: completes ? "all" : "word", completes, subject };
}
function policyWith(overrides: GatePolicy["overrides"]): GatePolicy {
  return { ...defaultGatePolicy, overrides };
}
async function exportedRows(): Promise<LedgerRow[]> {
  const rows: LedgerRow[] = [];
  await ledger.exportRaw((line) => void rows.push(ledgerRow.parse(JSON.parse(line))), never);
  return rows;
}
function entries() {
  const listed = ledger.list({ limit: 10 });
  if (!listed.ok) throw new Error(listed.error.message);
  return listed.value.map(({ suggestionId, end, acceptedCharacters }) => ({
    suggestionId,
    end,
    acceptedCharacters,
  }));
}

test("judged, recorded, allowed: words first, then the rest", async () => {
  ledger.shown(shownEvent("s1", "left + right").shown, 1);
  expect(await service.accept(request("left ", false), never)).toMatchObject({ allowed: true });
  expect(entries()).toEqual([{ suggestionId: "s1", end: undefined, acceptedCharacters: 5 }]);
  expect(await service.accept(request("+ right"), never)).toMatchObject({
    allowed: true,
    verdict: { outcome: "pass" },
  });
  expect(entries()).toEqual([{ suggestionId: "s1", end: "accepted", acceptedCharacters: 12 }]);
});

test("what the gate blocks is refused with its reason and leaves no accept in the ledger", async () => {
  ledger.shown(shownEvent("s1", "eval(text)").shown, 1);
  expect(await service.accept(request("eval(text)"), never)).toMatchObject({
    allowed: false,
    verdict: { outcome: "block" },
    reason: "Text from outside is run as Python. It comes from text, which nothing here defines.",
  });
  expect(entries()).toEqual([{ suggestionId: "s1", end: undefined, acceptedCharacters: 0 }]);
});

test("what is over, or was never shown, cannot be accepted", async () => {
  expect(await service.accept(request("x = 1"), never)).toMatchObject({ allowed: false });
  ledger.shown(shownEvent("s1").shown, 1);
  ledger.ended("s1", "superseded");
  expect(await service.accept(request("x = 1"), never)).toMatchObject({
    allowed: false,
    reason: "This suggestion already ended: superseded.",
  });
});

test("ADVERSARIAL 40: text edited between scan and accept is scanned again and blocked", async () => {
  const harmless = request("value = parse(text)");
  expect(await gate.scan(harmless.subject, never)).toMatchObject({ outcome: "pass" });
  ledger.shown(shownEvent("s1").shown, 1);
  const edited = { ...harmless, subject: { ...harmless.subject, text: "value = eval(text)" } };
  expect(await service.accept(edited, never)).toMatchObject({
    allowed: false,
    verdict: { outcome: "block" },
  });
  // The same text at another place is another subject too.
  const moved = { ...harmless, subject: { ...harmless.subject, text: "(text)", before: "value = eval" } };
  expect(await service.accept(moved, never)).toMatchObject({ allowed: false, verdict: { outcome: "block" } });
});

test("ADVERSARIAL 3: the ledger has no room: the accept is refused with a sentence, and nothing was recorded", async () => {
  ledger.shown(shownEvent("s1").shown, 1);
  ledger.flush();
  opened.database.pragma(`max_page_count = ${opened.database.pragma("page_count", { simple: true })}`);
  const text = `x = "${"word ".repeat(20_000)}"`;
  expect(await service.accept(request(text), never)).toMatchObject({
    allowed: false,
    reason: expect.stringContaining("disk is full"),
  });
  expect(entries()).toEqual([{ suggestionId: "s1", end: undefined, acceptedCharacters: 0 }]);
});

test.each([
  ["before the gate", "", 0],
  ["after the gate", "", 0],
  ["before the ledger", "", 0],
  ["after the ledger", "", 1],
  ["after the answer", "true\n", 1],
])("ADVERSARIAL 1: kill -9 %s: answered %j, and the ledger agrees", async (step, answered, accepted) => {
  ledger.dispose();
  opened.close();
  const script = join(import.meta.dirname, "../../fixtures/acceptOnce.ts");
  const child = spawnSync(process.execPath, [script, home, step], { encoding: "utf8" });
  expect(child).toMatchObject({ signal: "SIGKILL", stdout: answered, stderr: "" });
  opened = openLedger(home);
  ledger = new LedgerService(opened.ledger, { log: () => {}, onDidChange: () => {} });
  expect(opened.notices).toEqual([]);
  expect(ledger.stats()).toMatchObject({ value: { ended: { accepted } } });
  expect(await ledger.verify(never)).toMatchObject({ value: { ok: true } });
});

test("ADVERSARIAL 2: what was answered as accepted is there after kill -9 (process death; the fsync is a setting, tested beside it)", () => {
  ledger.dispose();
  opened.close();
  const script = join(import.meta.dirname, "../../fixtures/acceptOnce.ts");
  const child = spawnSync(process.execPath, [script, home, "after the answer"], { encoding: "utf8" });
  expect(child.stdout).toBe("true\n");
  opened = openLedger(home);
  ledger = new LedgerService(opened.ledger, { log: () => {}, onDidChange: () => {} });
  expect(entries()).toMatchObject([{ suggestionId: "s1", end: "accepted" }]);
});

function overrideOf(verdict: Verdict, reason = "Only our own table of names comes here.") {
  return { reason, findings: verdict.findings.map((finding) => findingHash(verdict.subjectHash, finding)) };
}

test("an override lets one blocked text through, and the ledger keeps who said so and why", async () => {
  ledger.shown(shownEvent("s1", "eval(text)").shown, 1);
  const blocked = await gate.scan(request("eval(text)").subject, never);
  const answer = await service.accept({ ...request("eval(text)"), override: overrideOf(blocked) }, never);
  expect(answer).toMatchObject({ allowed: true, verdict: { outcome: "block" } });
  const rows = await exportedRows();
  expect(rows.at(-1)?.payload).toMatchObject({
    gate: "block",
    override: {
      reason: "Only our own table of names comes here.",
      by: "ada",
      findings: overrideOf(blocked).findings,
    },
  });
});

test("an override for one text says nothing of another, nor of a finding it does not name", async () => {
  ledger.shown(shownEvent("s1", "eval(text)").shown, 1);
  const other = await gate.scan(request("eval(other)").subject, never);
  expect(
    await service.accept({ ...request("eval(text)"), override: overrideOf(other) }, never),
  ).toMatchObject({
    allowed: false,
    reason: expect.stringContaining("not what blocks this text now"),
  });
});

test("a policy that forbids overrides, or names others, is not talked round", async () => {
  const rules = new FlowAnalyzer({
    rulesFolder: join(import.meta.dirname, "../../../resources/rules"),
    programs: new FlowPrograms(treeSitterParser),
  });
  for (const overrides of [{ allowed: false }, { allowed: true, by: ["grace"] }]) {
    const strict = new GateService([rules], { policy: () => policyWith(overrides), account: "ada" });
    const guarded = new AcceptService(strict, ledger, "ada");
    const blocked = await strict.scan(request("eval(text)").subject, never);
    expect(blocked.overridable).toBe(false);
    ledger.shown(shownEvent("s1", "eval(text)").shown, 1);
    expect(
      await guarded.accept({ ...request("eval(text)"), override: overrideOf(blocked) }, never),
    ).toMatchObject({
      allowed: false,
    });
  }
});
