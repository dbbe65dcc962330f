// Line 42 of what it survives: where there is no sandbox, nothing is run, and that is said.
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { BubblewrapSandbox } from "../../adapters/sandbox/bubblewrapSandbox.ts";
import { composeRunFor, newWorkspace, removeWorkspace } from "../../fixtures/sandboxTools.ts";

let root: string;
const never = new AbortController().signal;

beforeAll(() => {
  root = newWorkspace({});
});
afterAll(() => removeWorkspace(root));

test("without bubblewrap nothing is run, and a sentence says what to do", async () => {
  const marker = join(root, "ran");
  const request = {
    testFile: "test_hostile.py",
    files: [
      { path: "test_hostile.py", text: `open(${JSON.stringify(marker)}, "w")\n\ndef test_x():\n    pass\n` },
    ],
  };
  for (const PATH of ["", join(root, "bin")]) {
    // One in the workspace does not count: it could be planted.
    mkdirSync(join(root, "bin"), { recursive: true });
    writeFileSync(join(root, "bin", "bwrap"), `#!/bin/sh\ntouch ${marker}\n`, { mode: 0o755 });
    expect(await composeRunFor(root, { PATH }).runs.runTests(request, () => {}, never)).toEqual({
      ok: false,
      error: {
        code: "toolMissing",
        message: "Install bubblewrap (Debian: apt install bubblewrap) to run generated code.",
      },
    });
  }
  expect(existsSync(marker)).toBe(false);
  rmSync(join(root, "bin"), { recursive: true });
});

test("a sandbox that cannot be set up is a refusal, not a run", async () => {
  const folder = mkdtempSync(join(tmpdir(), "airlock-broken-"));
  writeFileSync(
    join(folder, "bwrap"),
    "#!/bin/sh\necho 'bwrap: No permissions to create new namespace' >&2\nexit 1\n",
    {
      mode: 0o755,
    },
  );
  const done = await composeRunFor(root, { PATH: `${folder}:/usr/bin` }).runs.runTests(
    { testFile: "test_hostile.py", files: [{ path: "test_hostile.py", text: "def test_x():\n    pass\n" }] },
    () => {},
    never,
  );
  expect(done).toMatchObject({
    ok: false,
    error: { code: "unavailable", message: expect.stringContaining("No permissions") },
  });
  rmSync(folder, { recursive: true });
});

test("a platform without a sandbox of ours is refused too", async () => {
  for (const platform of ["darwin", "win32"] as const) {
    const sandbox = new BubblewrapSandbox({ workspaceRoot: root, variables: process.env, platform });
    expect(sandbox.describe()).toMatchObject({ ok: false, error: { code: "unavailable" } });
  }
});
