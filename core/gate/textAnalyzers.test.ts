import { expect, test } from "vitest";
import type { Analyzer } from "./analyzer.ts";
import { assignedSecrets } from "./assignedSecrets.ts";
import { characterAnalyzer } from "./characterAnalyzer.ts";
import { suppressionAnalyzer } from "./suppressionAnalyzer.ts";

const never = new AbortController().signal;

async function found(analyzer: Analyzer, source: string, start = 0, end = source.length): Promise<string[]> {
  const findings = await analyzer.analyze({ language: "python", path: "", source, start, end }, never);
  return findings.map((one) => `${one.ruleId} ${one.severity} ${source.slice(one.start, one.end)}`);
}

test.each([
  "os.system(x)  # nosec",
  "x = 1  # nosemgrep: rule",
  "x = 1  # noqa: S605",
  "x = y  # type: ignore[arg-type]",
  "# pyright: ignore",
  "# pylint: disable=all",
  "// @ts-nocheck",
  "// @ts-ignore",
  "/* eslint-disable */",
  "// secretlint-disable-line",
  "// biome-ignore lint: no",
  "# gitleaks:allow",
  "foo(); // NOSONAR",
])("ADVERSARIAL 37: a suppression is a finding: %s", async (source) => {
  expect(await found(suppressionAnalyzer, source)).toHaveLength(1);
});

test("a suppression that the text completes is found, one on other lines is not its fault", async () => {
  const source = "a = 1  # nosec\nb = 2  #nosec\n";
  expect(await found(suppressionAnalyzer, source, source.indexOf("sec\n", 20), source.length)).toEqual([
    "suppression-comment medium #nosec",
  ]);
  expect(await found(suppressionAnalyzer, "type = ignore; nosection = 1  # the ignored type\n")).toEqual([]);
});

test.each([
  ["bidirectional-control high", 'access = "user\u202e \u2066// admin\u2069"'],
  ["invisible-character high", "const x\u3164 = 1"],
  ["invisible-character high", "ok \u{e0041}\u{e0042}"],
  ["direction-mark medium", "x = 1 \u200f"],
  ["zero-width-character medium", "pass\u200bword = 1"],
  ["mixed-script-name medium", "def p\u0430y(): pass"],
  ["mixed-script-name medium", "Ηello = 1"],
  ["compatibility-letters high", "\u{1d41e}\u{1d42f}\u{1d41a}\u{1d425}(x)"],
])("ADVERSARIAL 35: %s is flagged", async (expected, source) => {
  const all = await found(characterAnalyzer, source);
  expect(all.length).toBeGreaterThan(0);
  expect(all[0]).toMatch(new RegExp(`^${expected}`));
});

test("ADVERSARIAL 35: each of the nine bidirectional controls is flagged by itself", async () => {
  for (const code of [0x202a, 0x202b, 0x202c, 0x202d, 0x202e, 0x2066, 0x2067, 0x2068, 0x2069])
    expect(await found(characterAnalyzer, `a = 1 # ${String.fromCodePoint(code)}`)).toHaveLength(1);
});

test.each([
  'greeting = "Привет, мир"',
  'emoji = "👩‍👩‍👧 ok"',
  "Δt = σ * μ_x + größe  # naïve, 1ª, m², 5 µs",
  'name = "שלום"',
  "变量 = 1",
])("ordinary other scripts are quiet: %s", async (source) => {
  expect(await found(characterAnalyzer, source)).toEqual([]);
});

test("ADVERSARIAL 35: a name that the text completes with a look-alike is judged whole", async () => {
  const source = "pa\u0443load = 1";
  expect(await found(characterAnalyzer, source, 2, 3)).toEqual(["mixed-script-name medium pa\u0443load"]);
});

// Put together here, so that no scanner takes this file for a leak.
const random = ["q7Zr9Kp2", "Vx4Lm8Tc", "1Ns6Wb3D"].join("");

test.each([
  [`api_key = "${random}"`, 1],
  [`const clientSecret: string = '${random}';`, 1],
  [`{"auth_token": "${random}"}`, 1],
  [`config["password"] = "${random}"`, 1],
  [`primary_key = "users_by_identifier_2"`, 0],
  [`api_key = "your-api-key-here-12345"`, 0],
  [`token = os.environ["SERVICE_TOKEN_2"]`, 0],
  ['token = "aaaaaaaaaaaaaaaaaaa1"', 0],
  ['secret_path = "/etc/secrets/v2/token-file-1"', 0],
])("assigned secrets: %s", (source, count) => {
  expect(assignedSecrets(source)).toHaveLength(count);
});

test.each(["secret", "a", "token_", "a:", "nosec", "\u200ba"])(
  "a megabyte of %j is read in linear time (or this test never ends)",
  async (piece) => {
    const source = piece.repeat(Math.floor(1_000_000 / piece.length));
    assignedSecrets(source);
    await found(characterAnalyzer, source);
    await found(suppressionAnalyzer, source);
  },
);
