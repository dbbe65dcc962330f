import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, expect, type TestContext, test } from "vitest";
import { findEmptyNetwork } from "../adapters/airGap/emptyNetwork.ts";

// What ends before a session has begun. Whole sessions are run in doctorAirGap.model.test.ts.

const airlock = resolve(import.meta.dirname, "../../bin/airlock");
let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "airlock-air-gap-cli-"));
  mkdirSync(join(root, "tmp"));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

/** Runs it after a shell's commands in a mount namespace of its own, which end with it. */
function run(args: readonly string[], setup?: string) {
  const command = [airlock, "doctor", ...args];
  const [program = "", ...rest] =
    setup === undefined
      ? command
      : ["/usr/bin/unshare", "--mount", "/bin/sh", "-c", `${setup}\nexec "$@"`, "sh", ...command];
  const done = spawnSync(program, rest, {
    cwd: root,
    input: "",
    encoding: "utf8",
    env: { ...process.env, AIRLOCK_HOME: join(root, "home"), TMPDIR: join(root, "tmp") },
  });
  return { code: done.status, out: done.stdout, err: done.stderr.trim() };
}

async function needsNamespaces(context: TestContext): Promise<void> {
  const found = await findEmptyNetwork(join(root, "tmp"));
  if (!found.ok) context.skip(found.error);
}

test("a nonsense key is refused before anything runs, and nothing is left", () => {
  const key = join(root, "key.pem");
  writeFileSync(key, "nonsense");
  expect(run(["--air-gap", "--report", "report", "--sign", key])).toEqual({
    code: 2,
    out: "",
    err: `airlock: ${key} holds no private key in PEM. Make one with: openssl genpkey -algorithm ed25519 -out key.pem`,
  });
  expect([existsSync(join(root, "report")), readdirSync(join(root, "tmp"))]).toEqual([false, []]);
});

test("options that belong to --air-gap say so without it", () => {
  for (const [option, value] of [
    ["--report", "report"],
    ["--sign", "key.pem"],
    ["--plant-leak", "child"],
  ] as const)
    expect(run([option, value])).toMatchObject({
      code: 2,
      err: `airlock: ${option} belongs to --air-gap: airlock doctor --air-gap.`,
    });
  expect(run(["--air-gap", "--plant-leak", "nowhere"])).toMatchObject({
    code: 2,
    err: expect.stringContaining("Allowed choices are all, analyzer, child."),
  });
});

test("a report folder that holds files is not written over", async (context) => {
  await needsNamespaces(context);
  mkdirSync(join(root, "old"));
  writeFileSync(join(root, "old", "report.txt"), "of last year");
  expect(run(["--air-gap", "--report", "old"])).toMatchObject({
    code: 2,
    err: `airlock: ${join(root, "old")} is not empty. Name a new folder: --report FOLDER.`,
  });
});

test("a report folder that cannot be written is refused before the session", async (context) => {
  await needsNamespaces(context);
  if (process.getuid?.() !== 0) context.skip("needs root, to mount a folder that may only be read");
  mkdirSync(join(root, "read-only"));
  const place = join(root, "read-only");
  const mounted = `mount --bind ${place} ${place} && mount -o remount,bind,ro ${place}`;
  for (const folder of [place, join(place, "new")])
    expect(run(["--air-gap", "--report", folder], mounted)).toMatchObject({
      code: 2,
      err: expect.stringMatching(
        /^airlock: No report can be written to \S+ \((?:EROFS|ENOENT): .*\)\. Name another: --report FOLDER\.$/,
      ),
    });
});

test("without unshare, or where the kernel allows no namespace: one sentence, exit 2, nothing proved, no report", async (context) => {
  await needsNamespaces(context);
  if (process.getuid?.() !== 0) context.skip("needs root, to hide the program unshare");
  const nothing = join(root, "nothing");
  writeFileSync(nothing, "");
  const hidden = `for place in /usr/bin/unshare /bin/unshare; do mount --bind ${nothing} $place; done`;
  expect(run(["--air-gap", "--report", "report"], hidden)).toEqual({
    code: 2,
    out: "",
    err: "airlock: The program unshare was not found in the system's folders. Install util-linux. Nothing was run, and nothing is proved.",
  });
  const refusing = join(root, "refusing");
  writeFileSync(
    refusing,
    "#!/bin/sh\necho 'unshare: unshare failed: Operation not permitted' >&2\nexit 1\n",
    {
      mode: 0o755,
    },
  );
  const refused = run(
    ["--air-gap", "--json", "--report", "report"],
    hidden.replace(nothing, refusing).replace("$place", "$place || exit 9"),
  );
  expect(refused).toMatchObject({ code: 2, out: "" });
  expect(refused.err).toMatch(
    /^airlock: This machine allows no network namespace of its own \(unshare: unshare failed: Operation not permitted\)\. .* Nothing was run, and nothing is proved\.$/,
  );
  expect(existsSync(join(root, "report"))).toBe(false);
});
