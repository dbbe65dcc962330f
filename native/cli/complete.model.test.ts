import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";

const airlock = resolve(import.meta.dirname, "../../bin/airlock");

function complete(
  source: string,
  ...args: string[]
): { readonly code: number | null; readonly document: unknown } {
  const folder = mkdtempSync(join(tmpdir(), "airlock-complete-"));
  try {
    writeFileSync(join(folder, "a.py"), source);
    const lines = source.split("\n");
    const place = `a.py:${lines.length}:${(lines.at(-1)?.length ?? 0) + 1}`;
    const done = spawnSync(airlock, ["complete", place, "--json", ...args], {
      cwd: folder,
      encoding: "utf8",
      env: { ...process.env, AIRLOCK_HOME: join(folder, "home") },
    });
    return { code: done.status, document: JSON.parse(done.stdout) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

test("a completion from the real model, in the documented shape", () => {
  const { code, document } = complete(
    "class Shape:\n    def __init__(self, width, height):\n        self.width = width\n        self.height = ",
  );
  expect(code).toBe(0);
  expect(document).toMatchObject({
    completions: [
      {
        text: expect.stringMatching(/\S/),
        confidence: expect.stringMatching(/low|medium|high/),
        findings: [],
        gate: "pass",
      },
    ],
    model: { name: expect.any(String), sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
    promptTokens: expect.any(Number),
    reusedTokens: 0,
    firstTokenMs: expect.any(Number),
    totalMs: expect.any(Number),
  });
});

test("what the gate blocks comes without its text, and the exit code says no", () => {
  const { code, document } = complete(
    'import os\n\n\ndef remove(name):\n    os.system("rm " + name)\n\n\ndef copy(name):\n    os.system("cp " + ',
  );
  expect(code).toBe(1);
  expect(document).toMatchObject({ completions: [{ gate: "block", findings: [{ cwe: [78] }] }] });
  expect(JSON.stringify(document)).not.toContain('"text"');
});
