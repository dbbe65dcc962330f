import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { AnalyzerSubject } from "../../../core/gate/analyzer.ts";
import { AstGrepAnalyzer } from "./astGrepAnalyzer.ts";
import { readRules } from "./astGrepRules.ts";

const rulesFolder = join(import.meta.dirname, "../../../resources/rules");
const analyzer = new AstGrepAnalyzer(rulesFolder);

function subject(language: string, source: string, path = ""): AnalyzerSubject {
  return { language, path, source, start: 0, end: source.length };
}

async function ids(language: string, source: string): Promise<string[]> {
  return (await analyzer.analyze(subject(language, source))).map((found) => found.ruleId);
}

for (const [file, languages] of [
  ["python.yml", ["python"]],
  ["javascript.yml", ["javascript", "typescriptreact"]],
] as const) {
  const { rules } = readRules(join(rulesFolder, file));
  test(`${file} has at least twenty rules and no id twice`, () => {
    expect(rules.length).toBeGreaterThanOrEqual(20);
    expect(new Set(rules.map((rule) => rule.id)).size).toBe(rules.length);
  });
  for (const language of languages) {
    describe.each(rules.map((rule) => [rule.id, rule] as const))(`${language}: %s`, (id, rule) => {
      test.each(rule.bad)("is heard on %s", async (source) => {
        expect(await ids(language, source)).toContain(id);
      });
      test.each(rule.good)("is silent on %s", async (source) => {
        expect(await ids(language, source)).not.toContain(id);
      });
    });
  }
}

test("every good example is silent for all rules that block, not only for its own", async () => {
  for (const [file, language] of [
    ["python.yml", "python"],
    ["javascript.yml", "javascript"],
  ] as const) {
    const { rules } = readRules(join(rulesFolder, file));
    const loud: string[] = [];
    for (const source of rules.flatMap((rule) => rule.good)) {
      const found = await analyzer.analyze(subject(language, source));
      for (const one of found) if (one.severity !== "medium") loud.push(`${one.ruleId}: ${source}`);
    }
    expect(loud).toEqual([]);
  }
});

test("a finding's place is in UTF-16 units, also after characters of two units", async () => {
  const source = 'name = "😀é"\neval(name)\n';
  const [found] = await analyzer.analyze(subject("python", source));
  expect(source.slice(found?.start, found?.end)).toBe("eval(name");
});

test("incomplete code around the text does not hide it", async () => {
  expect(await ids("python", "def f(x:\n    if x ==\n    os.system(x)\n    for")).toContain(
    "py-command-injection",
  );
  expect(await ids("javascript", "function f( {\n  eval(x);\n  if (")).toContain("js-eval");
});

test("broken code around the text does not hide a statement of several lines", async () => {
  const before = "def f(:\n  val ";
  const text = "subprocess.run(\n    command,\n    shell=True,\n)\n";
  const source = `${before}${text}]] ((\n`;
  const found = await analyzer.analyze({
    language: "python",
    path: "",
    source,
    start: before.length,
    end: before.length + text.length,
  });
  expect(found.map((one) => one.ruleId)).toEqual(["py-shell-true"]);
});

test("plain TypeScript is read with its own grammar", async () => {
  const source = "const a = <string>value;\nconst f = async (x: string): Promise<void> => { eval(x); };\n";
  const found = await analyzer.analyze(subject("typescript", source, "src/a.ts"));
  expect(found.map((one) => one.ruleId)).toEqual(["js-eval"]);
});

test("other languages are not its business", () => {
  expect(analyzer.appliesTo(subject("go", "eval(x)"))).toBe(false);
});
