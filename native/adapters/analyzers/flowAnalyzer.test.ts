import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { flowRuleFile } from "../../../core/gate/dataflow/flowRules.ts";
import { treeSitterParser } from "../treeSitter/treeSitterParser.ts";
import { FlowAnalyzer } from "./flowAnalyzer.ts";
import { FlowPrograms } from "./flowPrograms.ts";

const rulesFolder = join(import.meta.dirname, "../../../resources/rules");
const analyzer = new FlowAnalyzer({ rulesFolder, programs: new FlowPrograms(treeSitterParser) });

async function findings(language: string, source: string, start = 0, end = source.length) {
  return analyzer.analyze({ language, path: "", source, start, end });
}

const ids = async (language: string, source: string): Promise<string[]> =>
  (await findings(language, source)).map((one) => one.ruleId);

for (const [file, language] of [
  ["python.yml", "python"],
  ["javascript.yml", "typescriptreact"],
] as const) {
  const { rules } = flowRuleFile.parse(parse(readFileSync(join(rulesFolder, file), "utf8")));
  describe(file, () => {
    test.each(rules.map((rule) => [rule.id, rule] as const))("%s", async (id, rule) => {
      const heard = await Promise.all(rule.bad.map(async (source) => [source, await ids(language, source)]));
      const silent = await Promise.all(
        rule.good.map(async (source) => [source, await ids(language, source)]),
      );
      expect(heard.filter(([, found]) => !found?.includes(id))).toEqual([]);
      expect(silent.filter(([, found]) => found?.includes(id))).toEqual([]);
    });
  });
}

test("every good example is silent for all rules that block, not only for its own", async () => {
  const loud: string[] = [];
  for (const [file, language] of [
    ["python.yml", "python"],
    ["javascript.yml", "typescriptreact"],
  ] as const) {
    const { rules } = flowRuleFile.parse(parse(readFileSync(join(rulesFolder, file), "utf8")));
    for (const source of rules.flatMap((rule) => rule.good))
      for (const one of await findings(language, source))
        if (/high|critical/.test(one.severity)) loud.push(`${one.ruleId}: ${source}`);
  }
  expect(loud).toEqual([]);
});

test("no id stands twice", () => {
  const all = ["python.yml", "javascript.yml"].flatMap((file) =>
    flowRuleFile.parse(parse(readFileSync(join(rulesFolder, file), "utf8"))).rules.map((rule) => rule.id),
  );
  expect(new Set(all).size).toBe(all.length);
});

test("the CWEs that are promised have a rule", () => {
  const numbers = new Set(
    ["python.yml", "javascript.yml"].flatMap((file) =>
      flowRuleFile
        .parse(parse(readFileSync(join(rulesFolder, file), "utf8")))
        .rules.flatMap((rule) => rule.cwe),
    ),
  );
  const promised = [
    22, 78, 79, 89, 90, 94, 95, 113, 117, 200, 209, 285, 295, 319, 326, 327, 328, 330, 347, 352, 377, 400,
    434, 501, 502, 601, 611, 614, 643, 732, 776, 798, 915, 916, 918, 1004, 1333, 1336,
  ];
  expect(promised.filter((cwe) => !numbers.has(cwe))).toEqual([]);
});

test("a finding's place is in UTF-16 units, also after characters of two units", async () => {
  const source = 'mark = "😀é"\neval(name)\n';
  const [found] = await findings("python", source);
  expect(source.slice(found?.start, found?.end)).toBe("eval(name)");
});

test("the way from the source to the sink is told, step by step", async () => {
  const source = [
    "from flask import Flask, request",
    "import os",
    "app = Flask(__name__)",
    "def build(host):",
    '    return "ping " + host',
    '@app.route("/")',
    "def ping():",
    '    host = request.args["host"]',
    "    os.system(build(host))",
  ].join("\n");
  const [found] = await findings("python", source);
  expect(found?.flow?.map((step) => [source.slice(step.start, step.end), step.message])).toEqual([
    ['request.args["host"]', 'enters here: "host" of the request'],
    ['host = request.args["host"]', "kept in host"],
    ["host", "passed as host of build()"],
    ["build(host)", "returned by build()"],
  ]);
});

test("incomplete code around the text does not hide it", async () => {
  expect(await ids("python", "def f(x:\n    if x ==\n    os.system(x)\n    for")).toContain("py-shell");
  expect(await ids("javascript", "function f( {\n  eval(x);\n  if (")).toContain("js-code");
});

test("broken code around the text does not hide a statement of several lines", async () => {
  const before = "def f(:\n  val ";
  const text = "subprocess.run(\n    command,\n    shell=True,\n)\n";
  const source = `${before}${text}]] ((\n`;
  const found = await findings("python", source, before.length, before.length + text.length);
  expect(found.map((one) => one.ruleId)).toEqual(["py-shell"]);
});

test("plain TypeScript is read with its own grammar", async () => {
  const source = "const a = <string>value;\nconst f = async (x: string): Promise<void> => { eval(x); };\n";
  const found = await analyzer.analyze({
    language: "typescript",
    path: "src/a.ts",
    source,
    start: 0,
    end: source.length,
  });
  expect(found.map((one) => one.ruleId)).toEqual(["js-code"]);
});

test("other languages are not its business", () => {
  expect(analyzer.appliesTo({ language: "go", path: "", source: "eval(x)", start: 0, end: 7 })).toBe(false);
});

test.each([
  [
    "import requests\nrequests.get(url, verify=False, timeout=5)\n",
    "import requests\nrequests.get(url, verify=True, timeout=5)\n",
  ],
  ["import yaml\nyaml.load(text)\n", "import yaml\nyaml.safe_load(text)\n"],
  [
    "def f(r):\n    r.set_cookie('a', 'b', httponly=True)\n",
    "def f(r):\n    r.set_cookie('a', 'b', httponly=True, secure=True)\n",
  ],
])("a mechanical fix can be applied, and what it leaves is quiet: %j", async (before, after) => {
  const found = (await findings("python", before)).flatMap(({ fix }) => fix?.edits ?? []);
  const fixed = found
    .toSorted((left, right) => right.start - left.start)
    .reduce((text, edit) => text.slice(0, edit.start) + edit.text + text.slice(edit.end), before);
  expect(fixed).toBe(after);
  expect((await findings("python", after)).flatMap(({ fix }) => fix?.edits ?? [])).toEqual([]);
});
