import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { EventBus } from "../../rpc/eventBus.ts";
import { OutputLog } from "./outputLog.ts";

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "airlock-log-"));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

function newLog(): OutputLog {
  return new OutputLog(
    home,
    new EventBus((error) => {
      throw error;
    }),
  );
}

test("text with line ends cannot pass for a line of the log, and the file is its owner's alone", () => {
  const log = newLog();
  log.write("pyright: first\n2026-01-01T00:00:00.000Z forged\r\u2028 more");
  const [line, ...rest] = readFileSync(join(home, "airlock.log"), "utf8").split(/\r\n|[\n\r\u2028]/);
  expect(line).toMatch(/Z pyright: first$/);
  for (const one of rest) expect(one).toMatch(/^( {4}|$)/);
  expect(statSync(join(home, "airlock.log")).mode & 0o077).toBe(0);
});

test("a log that is written without end keeps two bounded files and its last lines", () => {
  const log = newLog();
  for (let index = 0; index < 2500; index++) log.write(`${index} ${"x".repeat(10_000)}`);
  const sizes = ["airlock.log", "airlock.log.1"].map((name) => statSync(join(home, name)).size);
  for (const size of sizes) expect(size).toBeLessThan(5 * 1024 * 1024);
  expect(log.lines().length).toBe(2000);
  expect(log.lines().at(-1)).toMatch(/Z 2499 x/);
});
