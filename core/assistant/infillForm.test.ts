import { expect, test } from "vitest";
import type { AssistantTask } from "../contract/assistant.ts";
import { type Definition, infillForm, nameFrom, testForm } from "./infillForm.ts";

const python = `import math


def area(radius):
    """The area of a circle."""
    return math.pi * radius**2


class Shape:
    def name(self):
        raise NotImplementedError
`;
const area: Definition = { name: "area", kind: "function", startLine: 3, endLine: 5, bodyStartLine: 4 };
const stub: Definition = { name: "Shape.name", kind: "method", startLine: 9, endLine: 10, bodyStartLine: 10 };

function form(task: AssistantTask, startLine: number, endLine: number, spec = "", definition?: Definition) {
  const target = { path: "shapes.py", language: "python", text: python, startLine, endLine };
  return infillForm({ task, target, spec, definition });
}

test("explain asks for a docstring and leaves the one that is there out of sight", () => {
  const { lead, tail, until, replaced } = form("explain", 3, 5, "", area);
  expect({ lead, tail, until, replaced }).toEqual({
    lead: 'def area(radius):\n    """',
    tail: '"""\n    return math.pi * radius**2\n',
    until: '"""',
    replaced: { start: 3, end: 6 },
  });
});

test("refactor keeps a function's head and docstring and asks for its body", () => {
  const { hint, lead, after, replaced } = form("refactor", 3, 5, "without math", area);
  expect({ hint, lead, replaced }).toEqual({
    hint: "# Rewritten: without math\n",
    lead: 'def area(radius):\n    """The area of a circle."""\n    ',
    replaced: { start: 3, end: 6 },
  });
  expect(after).toMatch(/^\n\nclass Shape:/);
});

test("generate fills in a body that says nothing yet", () => {
  const { lead, hint, replaced } = form("generate", 9, 10, "the class name", stub);
  expect({ lead, hint, replaced }).toEqual({
    lead: "    def name(self):\n        ",
    hint: "    # the class name\n",
    replaced: { start: 9, end: 11 },
  });
});

test("generate on an empty line begins a function that is named after the words", () => {
  const { lead, hint, replaced } = form("generate", 2, 2, "circumference of a circle");
  expect({ lead, hint, replaced }).toEqual({
    lead: "def circumference_circle(",
    hint: "# circumference of a circle\n",
    replaced: { start: 2, end: 3 },
  });
});

test("a description that begins with a signature is taken at its word", () => {
  const { lead, hint } = form("generate", 2, 2, "def volume(radius: float) -> float: of a ball");
  expect({ lead, hint }).toEqual({
    lead: "def volume(radius: float) -> float:\n    ",
    hint: "# of a ball\n",
  });
});

test("generate below code that is selected loses nothing of it", () => {
  const { before, after, replaced } = form("generate", 3, 5, "volume");
  expect(replaced).toEqual({ start: 6, end: 6 });
  expect(before + after).toBe(python);
});

test("debug begins the failing line as it began and tells what failed", () => {
  const target = { path: "shapes.py", language: "python", text: python, startLine: 5, endLine: 5 };
  const asked = { task: "debug", target, spec: "", definition: area, error: "TypeError: no" } as const;
  const { hint, lead } = infillForm(asked);
  expect({ hint, lead }).toEqual({
    hint: "    # return math.pi * radius**2\n    # The line above failed: TypeError: no. Corrected:\n",
    lead: "    return ",
  });
});

test("a test is begun in the class that a file ends with, and in one of its own otherwise", () => {
  const input = {
    language: "python",
    below: "",
    functionName: "area",
    runner: "unittest",
    testCase: { name: "zero", description: "`radius` is 0" },
    isFirst: true,
  } as const;
  const inClass = testForm({
    ...input,
    above: "import unittest\n\n\nclass T(unittest.TestCase):\n    pass\n",
  });
  expect(inClass.lead).toBe(
    "\n    def test_area_zero(self):\n        # `radius` is 0\n        self.assertEqual(area(",
  );
  const alone = testForm({ ...input, above: "import unittest\n" });
  expect(alone.lead).toMatch(/^\n\nclass AreaTest\(unittest\.TestCase\):\n {4}def test_area_zero/);
  const functions = testForm({ ...input, runner: "pytest", above: "" });
  expect(functions.lead).toBe("\n\ndef test_area_zero():\n    # `radius` is 0\n    assert area(");
});

test.each([
  ["sum per calendar month", "python", "sum_calendar_month"],
  ["Sum per calendar month", "typescript", "sumCalendarMonth"],
  ["größte Zahl", "python", "grosste_zahl"],
  ["…", "python", "generated"],
])("%s in %s is called %s", (spec, language, name) => {
  expect(nameFrom(spec, language)).toBe(name);
});
