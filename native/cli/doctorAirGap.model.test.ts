import { spawnSync } from "node:child_process";
import { createHash, createPublicKey, generateKeyPairSync, verify } from "node:crypto";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, expect, type TestContext, test } from "vitest";
import { z } from "zod";
import { airGapReport } from "../../core/airGap/airGapReport.ts";
import { findEmptyNetwork, findTracer } from "../adapters/airGap/emptyNetwork.ts";

// A whole session each: the workbench, the bundled models, the language server, a shell, the sandbox, the command line.
// They take a minute each on an idle machine.
const patience = 900_000;
const airlock = resolve(import.meta.dirname, "../../bin/airlock");
let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "airlock-air-gap-whole-"));
  mkdirSync(join(root, "tmp"));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const printed = z.strictObject({
  checks: z.array(z.strictObject({ name: z.string(), ok: z.boolean(), detail: z.string() })),
  verdict: airGapReport.shape.verdict,
  folder: z.string(),
  report: airGapReport,
});

/** Skips where the machine has no namespaces; answers whether it has a tracer. */
async function tracedHere(context: TestContext): Promise<boolean> {
  const probes = mkdtempSync(join(root, "probes-"));
  const network = await findEmptyNetwork(probes);
  if (!network.ok) return context.skip(network.error);
  return (await findTracer(network.value, probes, ["connect"])).ok;
}

function run(...args: readonly string[]) {
  const done = spawnSync(airlock, ["doctor", "--air-gap", "--json", ...args], {
    cwd: root,
    input: "",
    encoding: "utf8",
    env: { ...process.env, AIRLOCK_HOME: join(root, "home"), TMPDIR: join(root, "tmp") },
  });
  if (done.status !== 0 && done.status !== 1) throw new Error(done.stderr);
  return { code: done.status, said: printed.parse(JSON.parse(done.stdout)) };
}

function sha256(data: Buffer): string {
  return createHash("sha256").update(data).digest("hex");
}

test("ADVERSARIAL 43: a whole session tries to reach nothing beyond this machine, and the signed report says so", {
  timeout: patience,
}, async (context) => {
  const isTraced = await tracedHere(context);
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  writeFileSync(join(root, "key.pem"), privateKey.export({ type: "pkcs8", format: "pem" }));
  const { code, said } = run("--report", "report", "--sign", "key.pem");

  expect(said.checks.filter(({ ok }) => !ok)).toEqual([]);
  expect([code, said.verdict.outcome, said.report.evidence.attempts]).toEqual([0, "green", []]);
  expect(said.report.evidence.kernel).toMatchObject({ interfaces: ["lo"] });
  expect(said.report.evidence.trace.status).toBe(isTraced ? "traced" : "absent");
  const ran = said.report.session.filter(({ status }) => status === "ok").map(({ name }) => name);
  expect(ran).toEqual(
    expect.arrayContaining([
      ...["start", "page", "files", "language server", "terminal", "completion", "gate", "accept"],
      ...["ask: explain", "index and retrieve", "airlock complete", "airlock ask", "airlock scan", "stop"],
    ]),
  );

  const folder = join(root, "report");
  const list = readFileSync(join(folder, "report.sha256"));
  const signature = readFileSync(join(folder, "report.sha256.sig"));
  expect(
    verify(null, list, createPublicKey(publicKey.export({ type: "spki", format: "pem" })), signature),
  ).toBe(true);
  const names = readdirSync(folder).filter((name) => !name.startsWith("report.sha256"));
  expect(list.toString()).toBe(
    names
      .sort()
      .map((name) => `${sha256(readFileSync(join(folder, name)))}  ${name}\n`)
      .join(""),
  );
  expect(names.filter((name) => name !== "trace.txt")).toEqual([
    "models.cdx.json",
    "program.sha256",
    "report.json",
    "report.txt",
    "sbom.cdx.json",
  ]);
  const text = readFileSync(join(folder, "report.txt"), "utf8");
  expect(text).toMatch(/^AIRLOCK AIR-GAP REPORT: GREEN\n/);
  expect(airGapReport.parse(JSON.parse(readFileSync(join(folder, "report.json"), "utf8")))).toEqual(
    said.report,
  );
  expect(sha256(readFileSync(join(folder, "program.sha256")))).toBe(said.report.program.treeSha256);
  for (const model of said.report.models) expect(text).toContain(model.sha256);
  expect(readdirSync(join(root, "tmp"))).toEqual([]);
});

test("a planted leak makes it red: the analyzer that calls home from the host and its child are named", {
  timeout: patience,
}, async (context) => {
  const isTraced = await tracedHere(context);
  const { code, said } = run("--report", "report", "--plant-leak");
  expect([code, said.verdict.outcome, said.report.planted]).toEqual([1, "red", "all"]);
  const { kernel, attempts } = said.report.evidence;
  expect(kernel.after?.outNoRoutes).toBeGreaterThan(kernel.before?.outNoRoutes ?? 0);
  // From inside the host: in the trace, or refused by a guard before there was a system call.
  expect(attempts.map(({ host }) => host)).toContain("192.0.2.1");
  if (isTraced)
    expect(
      attempts.filter(({ process }) => /^(?:python3|bash)$/.test(process)).map(({ host }) => host),
    ).toEqual(expect.arrayContaining(["192.0.2.2", "child.leak.invalid"]));
  const text = readFileSync(join(root, "report", "report.txt"), "utf8");
  expect(text).toMatch(/^AIRLOCK AIR-GAP REPORT: RED\n/);
  expect(text).toContain("a leak was planted on purpose (all)");
  expect(text).toContain("Nobody has signed this report");
  // Everything else went well: it is red for the leak alone.
  expect(said.report.session.filter(({ status }) => status === "failed")).toEqual([]);
});
