import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { ConnectionAttempt } from "../../base/connectionLog.ts";
import { runAirlock } from "./runAirlock.ts";

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "airlock-run-"));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

async function run(program: string, signal = new AbortController().signal) {
  const main = join(root, "main.mjs");
  writeFileSync(main, program);
  const attempts: ConnectionAttempt[] = [];
  const onAttempt = (attempt: ConnectionAttempt): number => attempts.push(attempt);
  return {
    exit: await runAirlock(main, ["complete", "x"], { cwd: root, env: {}, signal, onAttempt }),
    attempts,
  };
}

test("what a guard inside the command writes down is heard under the command's name; nonsense is not", async () => {
  const { exit, attempts } = await run(`
    import { writeSync } from "node:fs";
    const descriptor = Number(process.env.AIRLOCK_REPORT_FD);
    for (const line of [
      JSON.stringify({ at: 1, host: "192.0.2.1", port: 80, outcome: "refused", why: "No.", process: "model" }),
      "nonsense", JSON.stringify({ at: 1 }),
    ]) writeSync(descriptor, line + "\\n");
    process.stdout.write("{}"); process.stderr.write("said"); process.exitCode = 1;`);
  expect(exit).toEqual({ code: 1, stdout: "{}", stderr: "said" });
  expect(attempts).toMatchObject([{ host: "192.0.2.1", port: 80, process: "airlock complete › model" }]);
});

test("the signal ends a command that hangs", async () => {
  const { exit } = await run("setInterval(() => {}, 1000);", AbortSignal.timeout(1000));
  expect(exit.code).not.toBe(0);
});
