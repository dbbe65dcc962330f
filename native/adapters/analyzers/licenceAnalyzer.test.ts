import { mkdirSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { tidesC, tidesJavascript, tidesPython } from "../../../core/gate/licence/fixtures/originals.ts";
import { buildFingerprints } from "./buildFingerprints.ts";
import { LicenceAnalyzer } from "./licenceAnalyzer.ts";

let folder = "";

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "airlock-licence-"));
  for (const part of ["tides/src", "bundled", "team", "own"])
    mkdirSync(join(folder, part), { recursive: true });
  writeFileSync(join(folder, "tides/src/slack.py"), tidesPython);
  writeFileSync(join(folder, "tides/src/harbour.ts"), tidesJavascript);
  writeFileSync(join(folder, "tides/src/station.cpp"), tidesC);
});

afterEach(() => rmSync(folder, { recursive: true }));

function build(from: string, name: string, own: boolean, target: string) {
  const built = buildFingerprints(join(folder, from), {
    name,
    licence: "GPL-3.0-or-later",
    own,
    target: join(folder, target),
  });
  if (!built.ok) throw new Error(built.error);
  return built.value;
}

function analyzer(): LicenceAnalyzer {
  return new LicenceAnalyzer({
    bundled: join(folder, "bundled/tides.idx"),
    team: join(folder, "team"),
  });
}

async function found(one: LicenceAnalyzer, text: string, language = "python", before = "", after = "") {
  const source = before + text + after;
  const subject = { language, path: "", source, start: before.length, end: before.length + text.length };
  return [...(await one.analyze(subject))];
}

/** The function "slack_waters" with every name another, reformatted, two comparisons changed. */
const disguised = `def turning(levels, step, small=0.02):
    result = []
    up = None
    for i in range(
        1, len(levels),
    ):
        d = (levels[i] - levels[i - 1]) / step  # the slope
        if abs(d) <= small:
            if up is not None and not result or result[-1][0] != i - 1:
                result.append((i, levels[i], 'high' if up else 'low'))
        elif d > 0:
            up = True
        else:
            up = False
    while len(result) > 2 and result[-1][1] - result[0][1] > 3 * small:
        result.pop()
    return {x * step: (y, z) for x, y, z in result if y > 0}
`;

const unrelated = `def parse_invoice(path, currency="EUR"):
    totals = {}
    with open(path, encoding="utf8") as handle:
        for number, line in enumerate(handle, start=1):
            name, _, amount = line.partition(";")
            if not amount.strip():
                raise ValueError(f"line {number}: no amount")
            totals.setdefault(name, []).append(round(float(amount), 2))
    largest = max(totals, key=lambda name: sum(totals[name]), default=None)
    return {"largest": largest, "currency": currency, "count": sum(map(len, totals.values()))}
`;

test("a copy under other names is found, with its origin, licence, overlap and place", async () => {
  expect(build("tides", "tides", false, "bundled")).toMatchObject({ files: 3 });
  const before = "import os\n\n";
  const [finding, ...others] = await found(analyzer(), disguised, "python", before, "\nprint(1)\n");
  expect(others).toEqual([]);
  expect(finding).toMatchObject({
    ruleId: "licence-similar-code",
    cwe: [],
    severity: "high",
    licence: { package: "tides", file: "src/slack.py", licence: "GPL-3.0-or-later" },
  });
  expect(finding?.licence?.overlap).toBeCloseTo(0.84, 2);
  expect(finding?.message).toMatch(
    /^This resembles GPL-3.0-or-later code: 84 % of it stands in tides's src\/slack.py.$/,
  );
  expect(finding?.start).toBeGreaterThanOrEqual(before.length);
  expect(finding?.start).toBeLessThan(before.length + 60);
  expect(finding?.end).toBeLessThanOrEqual(before.length + disguised.length);
});

test("JavaScript and C++ are compared too, each with its own", async () => {
  build("tides", "tides", false, "bundled");
  const one = analyzer();
  const files = async (text: string, language: string) =>
    (await found(one, text, language)).map((finding) => finding.licence?.file);
  expect(await files(tidesJavascript, "typescript")).toEqual(["src/harbour.ts"]);
  expect(await files(tidesC, "cpp")).toEqual(["src/station.cpp"]);
  expect(await files(tidesC, "javascript")).toEqual([]);
});

test("other code, short code and the file around the text are nobody's copy", async () => {
  build("tides", "tides", false, "bundled");
  const one = analyzer();
  expect(await found(one, unrelated)).toEqual([]);
  expect(await found(one, disguised.split("\n").slice(5, 8).join("\n"))).toEqual([]);
  expect(await found(one, unrelated, "python", tidesPython, tidesPython)).toEqual([]);
  expect(one.appliesTo({ language: "markdown", path: "", source: disguised, start: 0, end: 1 })).toBe(false);
});

test("a copied passage in a long text of one's own is found at its place", async () => {
  build("tides", "tides", false, "bundled");
  const filler = (name: string) =>
    `def ${name}(a, b):\n    c = [x ** 2 for x in a if x not in b]\n    assert c, "no"\n    return c.pop() or None\n`;
  const around = Array.from(
    { length: 60 },
    (_, at) =>
      `${filler(`f${at}`)}\nx${at} = ${"-+*/"[at % 4]}1 if y${at} ${["<", "in", "is not", ">="][at % 4]} z else [${"w, ".repeat(at % 7)}]\n`,
  ).join("\n");
  const [finding] = await found(analyzer(), `${around}\n${disguised}\n${around}`);
  expect(finding?.message).toMatch(
    /^A passage of 1\d lines resembles GPL-3.0-or-later code: it stands in tides's/,
  );
  expect(finding?.severity).toBe("high");
  expect(Math.abs((finding?.start ?? 0) - around.length)).toBeLessThan(60);
});

test("what the team calls its own is never reported, and its forbidden code is, without a restart", async () => {
  build("tides", "tides", false, "bundled");
  writeFileSync(join(folder, "own/ours.py"), unrelated);
  const one = analyzer();
  expect(await found(one, unrelated)).toEqual([]);
  build("own", "legacy", false, "team");
  expect((await found(one, unrelated)).map((finding) => finding.licence?.package)).toEqual(["legacy"]);
  expect(await found(one, disguised)).toHaveLength(1);
  build("tides", "ours", true, "team");
  expect(await found(one, disguised)).toEqual([]);
});

test("no index is an absence that says what to do; a cut one, or one of the team's, fails", async () => {
  expect(analyzer().absence()).toMatch(/is not installed .*Install Airlock again/);
  await expect(found(analyzer(), disguised)).rejects.toThrow();
  const { file } = build("tides", "tides", false, "bundled");
  expect(analyzer().absence()).toBeUndefined();
  const whole = readFileSync(file);
  truncateSync(file, whole.length - 8);
  await expect(found(analyzer(), disguised)).rejects.toThrow(/it is cut: .* Install Airlock again/);
  writeFileSync(file, whole);
  writeFileSync(join(folder, "team/broken.idx"), "nonsense");
  await expect(found(analyzer(), disguised)).rejects.toThrow(
    /broken.idx cannot be used: it is not a fingerprint index/,
  );
});

test("a folder without code, or a name that is a path, is refused", () => {
  const request = { name: "a", licence: "MPL-2.0", own: false, target: join(folder, "team") };
  expect(buildFingerprints(join(folder, "own"), request)).toMatchObject({ ok: false });
  expect(buildFingerprints(join(folder, "nowhere"), request)).toMatchObject({ ok: false });
  expect(buildFingerprints(join(folder, "tides"), { ...request, name: "../a" })).toMatchObject({ ok: false });
});
