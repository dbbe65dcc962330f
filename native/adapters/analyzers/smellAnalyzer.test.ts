import { expect, test } from "vitest";
import { treeSitterParser } from "../treeSitter/treeSitterParser.ts";
import { FlowPrograms } from "./flowPrograms.ts";
import { smellAnalyzer } from "./smellAnalyzer.ts";

async function smells(language: string, source: string): Promise<string[]> {
  const found = await smellAnalyzer(new FlowPrograms(treeSitterParser)).analyze(
    { language, path: "", source, start: 0, end: source.length },
    new AbortController().signal,
  );
  return found.map(({ ruleId }) => ruleId);
}

test.each<[string, string, string[]]>([
  ["python", "try:\n    f()\nexcept Exception:\n    pass\n", ["swallowed-exception"]],
  ["python", "try:\n    f()\nexcept:\n    pass\n", ["swallowed-exception"]],
  ["python", "try:\n    f()\nexcept KeyError:\n    pass\n", []],
  ["python", "try:\n    f()\nexcept Exception:\n    pass  # the cache may be cold\n", []],
  ["javascript", "try { f(); } catch {}", ["swallowed-exception"]],
  ["javascript", "try { f(); } catch (error) { console.error(error); }", []],
  ["python", "def f(a, b=[]):\n    return b\n", ["mutable-default"]],
  ["python", "def f(a, b={}, c=dict()):\n    return b\n", ["mutable-default", "mutable-default"]],
  ["python", "def f(a, b=None, c='x', d=(), e=(1, 2)):\n    return b\n", []],
  ["python", "async def g():\n    pass\nasync def f():\n    g()\n", ["promise-not-awaited"]],
  ["python", "async def g():\n    pass\nasync def f():\n    await g()\n", []],
  ["typescript", "async function g() {}\nasync function f() { g(); }", ["promise-not-awaited"]],
  ["typescript", "async function g() {}\nasync function f() { await g(); void g(); }", []],
  ["javascript", "list.forEach(async (x) => { await save(x); });", ["async-for-each"]],
  ["javascript", "list.forEach((x) => save(x));", []],
  ["javascript", "for (let i = 0; i <= a.length; i++) { use(a[i]); }", ["off-by-one"]],
  ["javascript", "for (let i = 0; i < a.length; i++) { use(a[i]); }", []],
  ["python", "for i in range(len(a) + 1):\n    use(a[i])\n", ["off-by-one"]],
  ["python", "for i in range(len(a)):\n    use(a[i])\nx = a[len(a)]\n", ["off-by-one"]],
  ["python", "def f(p):\n    h = open(p)\n    return 1\n", ["resource-leak"]],
  [
    "python",
    "def f(p):\n    h = open(p)\n    try:\n        return h.read()\n    finally:\n        h.close()\n",
    [],
  ],
  ["python", "def f(p):\n    with open(p) as h:\n        return h.read()\n", []],
  ["python", "def test_sum():\n    add(1, 2)\n", ["test-without-assertion"]],
  ["python", "def test_sum():\n    assert add(1, 2) == 3\n", []],
  ["python", "def test_bad():\n    with pytest.raises(ValueError):\n        add('a', 2)\n", []],
  ["typescript", "test('adds', () => { add(1, 2); });", ["test-without-assertion"]],
  ["typescript", "test('adds', () => { expect(add(1, 2)).toBe(3); });", []],
])("%s: %s", async (language, source, expected) => {
  expect(await smells(language, source)).toEqual(expected);
});

test("a function with more than twenty ways is said to be complex", async () => {
  const branches = (count: number) =>
    `def f(x):\n${Array.from({ length: count }, (_, index) => `    if x == ${index}:\n        return ${index}\n`).join("")}`;
  expect(await smells("python", branches(20))).toEqual(["complex-function"]);
  expect(await smells("python", branches(19))).toEqual([]);
});
