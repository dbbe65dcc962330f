import { spawn, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterEach, beforeEach, expect, type TestContext, test } from "vitest";
import { openLedger } from "./adapters/sqlite/openLedger.ts";
import { savedText } from "./fixtures/savedText.ts";

// A whole host in a process of its own accepts, saves, and is killed: what it answered must be there.

const script = join(import.meta.dirname, "fixtures/acceptAndSave.ts");
const never = new AbortController().signal;
let base: string;
let home: string;
let workspace: string;

beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), "airlock-durability-"));
  [home, workspace] = [join(base, "home"), join(base, "workspace")];
  mkdirSync(workspace);
});
afterEach(() => rmSync(base, { recursive: true, force: true }));

function environment(): NodeJS.ProcessEnv {
  return { PATH: process.env.PATH, HOME: base, AIRLOCK_HOME: home };
}
function said(output: string, word: string): readonly number[] {
  return [...output.matchAll(new RegExp(`^${word} (\\d+)$`, "gm"))].map((match) => Number(match[1]));
}

/** The suggestions whose accept is recorded, in a ledger that opens and verifies. */
async function acceptedIn(folder: string): Promise<ReadonlySet<string>> {
  const opened = openLedger(folder);
  expect(opened.where).toBe("disk");
  expect(opened.notices.filter(({ id }) => id !== "database-journal")).toEqual([]);
  expect(await opened.ledger.verify(never)).toMatchObject({ value: { ok: true } });
  const accepted = new Set<string>();
  for (let before: number | undefined; ; ) {
    const page = opened.ledger.list({
      limit: 500,
      end: "accepted",
      ...(before === undefined ? {} : { before }),
    });
    if (!page.ok) throw new Error(page.error.message);
    for (const entry of page.value) accepted.add(entry.suggestionId);
    before = page.value.at(-1)?.sequence;
    if (before === undefined) break;
  }
  opened.close();
  return accepted;
}

/** The file is whole, the ledger verifies, and everything that was answered stands in both. */
async function checkWhatIsLeft(output: string): Promise<void> {
  const accepted = await acceptedIn(home);
  for (const turn of said(output, "accepted")) expect(accepted).toContain(`s${turn}`);
  const text = readFileSync(join(workspace, "file.py"), "utf8");
  const turn = Number(/^value = (\d+)$/m.exec(text)?.[1]);
  expect(text === savedText(turn)).toBe(true);
  expect(turn).toBeGreaterThanOrEqual(said(output, "saved").at(-1) ?? 0);
  expect(accepted).toContain(`s${turn}`);
}

test("ADVERSARIAL 1 (whole): kill -9 of the host at any moment of accepting and saving: file old or new, every answered accept there", async () => {
  let everything = "";
  for (let round = 0; round < 6; round++) {
    const child = spawn(
      process.execPath,
      [script, workspace, String(round * 1000), String(round * 1000 + 1000)],
      {
        env: environment(),
        stdio: ["ignore", "pipe", "inherit"],
      },
    );
    await new Promise<void>((killed) => {
      const wanted = 1 + Math.floor(Math.random() * 15);
      child.stdout.on("data", (chunk) => {
        everything += String(chunk);
        if (said(everything, "saved").filter((turn) => turn >= round * 1000).length < wanted) return;
        // Anywhere within the turns that follow, each of which takes a few milliseconds.
        setTimeout(() => child.kill("SIGKILL"), Math.random() * 12);
      });
      child.once("close", () => killed());
    });
    expect(child.signalCode).toBe("SIGKILL");
    await checkWhatIsLeft(everything);
  }
  expect(said(everything, "saved").length).toBeGreaterThan(5);
});

function needsStrace(context: TestContext): void {
  if (process.platform !== "linux" || spawnSync("strace", ["-f", "-o", "/dev/null", "true"]).status !== 0)
    context.skip("needs strace, to see each system call");
}

interface DiskCall {
  readonly call: "pwrite64" | "ftruncate" | "fsync";
  readonly file: string;
  readonly bytes: Buffer;
  readonly at: number;
}

/** What was written to which file and synced when, from strace's own words; up to the line that the process printed. */
function diskCalls(log: string, until: string): readonly DiskCall[] {
  const calls: DiskCall[] = [];
  for (const line of log.split("\n")) {
    const parsed = / (\w+)\(\d+<([^>]*)>(?:, "([^"]*)")?(?:, (\d+))?(?:, (\d+))?/.exec(line);
    const [, call, path = "", text = "", first, second] = parsed ?? [];
    const [file, bytes] = [fromHex(path).toString(), fromHex(text)];
    if (call === "write" && bytes.toString() === until) return calls;
    if (call === "fsync" || call === "fdatasync") calls.push({ call: "fsync", file, bytes, at: 0 });
    if (call === "ftruncate") calls.push({ call, file, bytes, at: Number(first) });
    if (call === "pwrite64") calls.push({ call, file, bytes, at: Number(second) });
  }
  throw new Error(`The process never said ${until}.`);
}

function fromHex(escaped: string): Buffer {
  return Buffer.from(escaped.replaceAll("\\x", ""), "hex");
}

/**
 * The folder's files after the first `count` calls: as a killed process leaves them, or, with `syncedOnly`, as a power
 * cut does that takes everything which was not synced.
 */
function replay(calls: readonly DiskCall[], count: number, syncedOnly: boolean, into: string): void {
  const done = calls.slice(0, count);
  for (const [index, { call, file, bytes, at }] of done.entries()) {
    const synced = done.slice(index).some((later) => later.call === "fsync" && later.file === file);
    if (call === "fsync" || (syncedOnly && !synced)) continue;
    const target = join(into, basename(file));
    const before = existsSync(target) ? readFileSync(target) : Buffer.alloc(0);
    const length = call === "ftruncate" ? at : Math.max(before.length, at + bytes.length);
    const after = Buffer.alloc(length);
    before.copy(after);
    bytes.copy(after, at);
    writeFileSync(target, after);
  }
}

test("ADVERSARIAL 1, 2 (whole): after each system call of an accept, killed or with the power cut: what was answered is there", async (context) => {
  needsStrace(context);
  spawnSync(process.execPath, [script, workspace, "0", "3"], { env: environment() });
  const before = join(base, "before");
  cpSync(home, before, { recursive: true });
  const log = join(base, "trace");
  const wanted = "trace=pwrite64,write,ftruncate,fsync,fdatasync";
  const traced = spawnSync(
    "strace",
    ["-f", "-qq", "-y", "-xx", "-s", "70000", "-e", wanted, "-e", "signal=none", "-o", log].concat([
      process.execPath,
      script,
      workspace,
      "3",
      "4",
    ]),
    { env: environment(), encoding: "utf8" },
  );
  expect(traced.stdout).toContain("accepted 3");
  // The index of the journal (-shm) is made anew by whoever opens the database after a crash.
  const calls = diskCalls(readFileSync(log, "utf8"), "accepted 3\n").filter(({ file }) =>
    ["airlock.db", "airlock.db-wal"].includes(basename(file)),
  );
  expect(calls.filter(({ call }) => call === "pwrite64").length).toBeGreaterThan(5);
  for (const syncedOnly of [false, true])
    for (let count = 0; count <= calls.length; count++) {
      const disk = join(base, `${syncedOnly}-${count}`);
      cpSync(before, disk, { recursive: true });
      rmSync(join(disk, "airlock.db-shm"), { force: true });
      replay(calls, count, syncedOnly, disk);
      const answered = count === calls.length ? [0, 1, 2, 3] : [0, 1, 2];
      const accepted = await acceptedIn(disk);
      for (const turn of answered)
        expect([syncedOnly, count, [...accepted]]).toContainEqual(expect.arrayContaining([`s${turn}`]));
      rmSync(disk, { recursive: true });
    }
});

function runToEnd(command: string, args: readonly string[]): Promise<string> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { env: environment(), stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    for (const stream of [child.stdout, child.stderr])
      stream.on("data", (chunk) => {
        output += String(chunk);
      });
    child.once("close", (code) => resolve(`${output}${code === 0 ? "" : `ended with ${code}`}`));
  });
}

test("ADVERSARIAL 7 (whole): two hosts write 10,000 rows each while the command line reads: none lost, nobody told that it is busy", async () => {
  const fill = join(import.meta.dirname, "fixtures/fillLedger.ts");
  const airlock = join(import.meta.dirname, "../bin/airlock");
  let writing = true;
  const hosts = Promise.all(
    ["window-1", "window-2"].map((name) => runToEnd(process.execPath, [fill, workspace, name, "10000"])),
  ).finally(() => {
    writing = false;
  });
  const read: string[] = [];
  while (writing) {
    read.push(await runToEnd(airlock, ["ledger", "stats", "--json"]));
    read.push(await runToEnd(airlock, ["ledger", "verify", "--json"]));
  }
  expect(await hosts).toEqual(["done\n", "done\n"]);
  expect(read.length).toBeGreaterThan(1);
  for (const answer of read) expect(() => JSON.parse(answer), answer).not.toThrow();
  const opened = openLedger(home);
  expect(opened.ledger.stats()).toMatchObject({ value: { rows: 20_000, ended: { accepted: 400 } } });
  expect(await opened.ledger.verify(never)).toMatchObject({ value: { ok: true, rows: 20_000 } });
  opened.close();
});
