// What generated code is prone to beside weaknesses: errors swallowed, defaults shared, promises dropped, tests that
// test nothing. Each is a finding of its own, none blocks by itself.
import type { RawFinding } from "../analyzer.ts";
import type {
  Expression,
  FlowProgram,
  FunctionDefinition,
  Handler,
  Span,
  Statement,
} from "../dataflow/tree.ts";
import { complexityOf } from "./complexity.ts";
import { some, walk } from "./treeWalk.ts";

type Report = (at: Span, smell: Smell) => void;
type Smell = Pick<RawFinding, "ruleId" | "cwe" | "severity" | "message" | "explanation" | "fix">;

/** Above this many ways through a function nobody tests them all (McCabe, "A complexity measure", 1976, says 10). */
const mostWays = 20;

export function findSmells(program: FlowProgram, source: string): RawFinding[] {
  const found: RawFinding[] = [];
  const report: Report = ({ start, end }, smell) => found.push({ ...smell, start, end });
  const asyncNames = namesOfAsync(program);
  walk(program, {
    statement(statement, { function: around }) {
      if (statement.type === "try")
        for (const handler of statement.handlers) swallowed(handler, source, report);
      if (statement.type === "expression") dropped(program, statement.expression, asyncNames, around, report);
      if (statement.type === "loop") offByOne(statement, report);
    },
    expression(expression) {
      pastTheEnd(expression, report);
      asyncInForEach(expression, report);
    },
    function(definition) {
      if (program.language === "python") sharedDefaults(definition, source, report);
      leaks(program, definition, report);
      tooManyWays(definition, report);
      testsNothing(program, definition, source, report);
    },
  });
  if (program.language === "javascript") emptyTests(program, report);
  return found;
}

function namesOfAsync(program: FlowProgram): ReadonlySet<string> {
  const names = new Set<string>();
  walk(program, {
    function: ({ name, isAsync, isGenerator }) => {
      if (isAsync && !isGenerator && name !== "") names.add(name);
    },
  });
  return names;
}

function swallowed(handler: Handler, source: string, report: Report): void {
  if (handler.body.length > 0) return;
  const names = handler.errorTypes.map((one) =>
    one.type === "name" ? one.name : one.type === "member" ? one.name : "",
  );
  const isBroad =
    names.length === 0 || names.some((name) => name === "Exception" || name === "BaseException");
  // A comment inside says that somebody has thought of it.
  const says = /(#|\/\/|\/\*)/.test(source.slice(handler.start, handler.end));
  if (!isBroad || says) return;
  report(handler, {
    ruleId: "swallowed-exception",
    cwe: [390],
    severity: "medium",
    message: "Every error is caught here and nothing is done with it.",
    explanation: "What goes wrong goes on unseen: data is lost, and the cause cannot be found later.",
    fix: { description: "Catch the errors that you expect, by name, and log or pass on the others." },
  });
}

function sharedDefaults({ parameters }: FunctionDefinition, source: string, report: Report): void {
  for (const { default: value, name } of parameters) {
    if (value === undefined) continue;
    const isMade =
      value.type === "call" &&
      value.callee.type === "name" &&
      /^(list|dict|set|defaultdict|deque)$/.test(value.callee.name);
    if (value.type !== "list" && value.type !== "map" && !isMade) continue;
    // A tuple cannot be changed, and the flow tree knows it as a list.
    if (value.type === "list" && source[value.start] === "(") continue;
    report(value, {
      ruleId: "mutable-default",
      cwe: [],
      severity: "medium",
      message: `The default of ${name} is made once and shared by all calls.`,
      explanation: "What one call appends to it is still there in the next.",
      fix: { description: `Write ${name}=None and make it inside the function.` },
    });
  }
}

function dropped(
  program: FlowProgram,
  expression: Expression,
  asyncNames: ReadonlySet<string>,
  around: FunctionDefinition | undefined,
  report: Report,
): void {
  if (expression.type !== "call" || expression.construct) return;
  const { callee } = expression;
  const name =
    callee.type === "name"
      ? callee.name
      : callee.type === "member" && isSelf(callee.object)
        ? callee.name
        : "";
  if (!asyncNames.has(name) || (program.language === "javascript" && around?.isAsync !== true)) return;
  report(expression, {
    ruleId: "promise-not-awaited",
    cwe: [],
    severity: "medium",
    message: `${name}() is asynchronous and nothing waits for it.`,
    explanation:
      program.language === "python"
        ? "A coroutine that nobody awaits never runs."
        : "What comes after runs before it is done, and its errors reach nobody.",
    fix: {
      description: `Write await ${name}(…).`,
      edits: [{ start: expression.start, end: expression.start, text: "await " }],
    },
  });
}

function isSelf(expression: Expression): boolean {
  return expression.type === "name" && (expression.name === "self" || expression.name === "this");
}

function asyncInForEach(expression: Expression, report: Report): void {
  if (
    expression.type !== "call" ||
    expression.callee.type !== "member" ||
    expression.callee.name !== "forEach"
  )
    return;
  const [callback] = expression.arguments;
  if (callback?.value.type !== "function" || !callback.value.definition.isAsync) return;
  report(expression, {
    ruleId: "async-for-each",
    cwe: [],
    severity: "medium",
    message: "forEach does not wait for what its callback promises.",
    explanation: "The code after it runs before any of them is done, and their errors reach nobody.",
    fix: { description: "Write for (const … of …) with await, or await Promise.all(list.map(…))." },
  });
}

/** `for (i = 0; i <= list.length; i++) list[i]`, `for i in range(len(list) + 1): list[i]` */
function offByOne(loop: Extract<Statement, { type: "loop" }>, report: Report): void {
  const { test, each, body } = loop;
  if (test?.type === "compare" && test.operator === "<=" && test.left.type === "name") {
    const list = lengthOf(test.right);
    const index = test.left.name;
    if (list !== undefined && reads(body, list, index)) report(test, oneTooFar(list));
  }
  if (each?.iterable.type === "call" && each.target.type === "name") {
    const { callee, arguments: args } = each.iterable;
    const last = args.at(-1)?.value;
    if (callee.type !== "name" || callee.name !== "range" || args.length > 2) return;
    if (last?.type !== "binary" || last.operator !== "+") return;
    const list = lengthOf(last.left);
    const isOne = last.right.type === "constant" && last.right.value === 1;
    if (list !== undefined && isOne && reads(body, list, each.target.name)) report(last, oneTooFar(list));
  }
}

const oneTooFar = (list: string): Smell => ({
  ruleId: "off-by-one",
  cwe: [193],
  severity: "medium",
  message: `The last round reads ${list} one past its end.`,
  explanation: "There is no element at an index that equals the length.",
  fix: { description: "Stop before the length." },
});

function pastTheEnd(expression: Expression, report: Report): void {
  if (expression.type !== "index" || expression.object.type !== "name") return;
  if (lengthOf(expression.key) === expression.object.name)
    report(expression, oneTooFar(expression.object.name));
}

/** The name whose length an expression is. */
function lengthOf(expression: Expression): string | undefined {
  if (expression.type === "member" && expression.name === "length" && expression.object.type === "name")
    return expression.object.name;
  if (expression.type !== "call" || expression.callee.type !== "name" || expression.callee.name !== "len")
    return undefined;
  const [only] = expression.arguments;
  return only?.value.type === "name" ? only.value.name : undefined;
}

function reads(body: readonly Statement[], list: string, index: string): boolean {
  return some(
    body,
    (node) =>
      node.type === "index" &&
      node.object.type === "name" &&
      node.object.name === list &&
      node.key.type === "name" &&
      node.key.name === index,
  );
}

const opened = /^(open|openSync|socket|connect|create_connection)$/;

/** A file opened into a name that is neither closed, nor given away, nor held by `with`. */
function leaks(program: FlowProgram, { body }: FunctionDefinition, report: Report): void {
  if (program.language !== "python") return;
  for (const statement of body) {
    if (statement.type !== "expression" || statement.expression.type !== "assign") continue;
    const { target, value } = statement.expression;
    if (
      target.type !== "name" ||
      value.type !== "call" ||
      value.callee.type !== "name" ||
      !opened.test(value.callee.name)
    )
      continue;
    const { name } = target;
    const rest = body.filter((one) => one !== statement);
    const isGone = some(rest, (node) => {
      if (node.type === "member")
        return node.name === "close" && node.object.type === "name" && node.object.name === name;
      if (node.type === "return" || (node.type === "pass" && node.what === "yield"))
        return mentions(node, name);
      if (node.type === "with") return node.items.some((item) => mentions(item.value, name));
      if (node.type === "call")
        return node.arguments.some((one) => one.value.type === "name" && one.value.name === name);
      return node.type === "assign" && node.target.type === "place" && mentions(node.value, name);
    });
    if (!isGone)
      report(statement, {
        ruleId: "resource-leak",
        cwe: [772],
        severity: "low",
        message: `${name} is opened and never closed.`,
        explanation: "Each call keeps one more file open, until the system allows no more.",
        fix: { description: `Write with open(…) as ${name}:` },
      });
  }
}

function mentions(node: unknown, name: string): boolean {
  return some(node, (one) => one.type === "name" && one.name === name);
}

function tooManyWays(definition: FunctionDefinition, report: Report): void {
  const ways = complexityOf(definition);
  if (ways <= mostWays) return;
  report(
    { start: definition.start, end: definition.start + 1 },
    {
      ruleId: "complex-function",
      cwe: [1121],
      severity: "low",
      message: `${definition.name === "" ? "This function" : `${definition.name}()`} has ${ways} ways through it.`,
      explanation: "Nobody tests them all, and the next change breaks one of them.",
      fix: { description: "Take parts of it out into functions with names." },
    },
  );
}

const nothingTested: Smell = {
  ruleId: "test-without-assertion",
  cwe: [],
  severity: "medium",
  message: "This test passes whatever the code does: it asserts nothing.",
  explanation:
    "It only shows that the code does not throw, and gives a feeling of safety that is not earned.",
  fix: { description: "Assert what the result must be." },
};
const asserts = /^(assert|expect|should|verify|check|fail|raises|warns|fuzz|snapshot|require)/i;

function isAssertion(node: { readonly type: string } & Partial<{ name: string }>): boolean {
  return (
    node.type === "assert" ||
    ((node.type === "name" || node.type === "member") && asserts.test(node.name ?? ""))
  );
}

/** A Python test by its name. */
function testsNothing(
  program: FlowProgram,
  definition: FunctionDefinition,
  source: string,
  report: Report,
): void {
  if (program.language !== "python" || !/^test_/.test(definition.name) || definition.body.length === 0)
    return;
  if (some(definition.body, isAssertion)) return;
  // What a framework is told to call by another decorator is no test.
  const isTest = definition.decorators.every((one) =>
    /^@?(pytest|mock|unittest|patch|parametrize)\b/.test(source.slice(one.start, one.end)),
  );
  if (!isTest) return;
  const line = source.indexOf("\n", definition.start);
  report(
    { start: definition.start, end: line === -1 ? definition.end : Math.min(line, definition.end) },
    nothingTested,
  );
}

/** `test("…", () => { … })` */
function emptyTests(program: FlowProgram, report: Report): void {
  walk(program, {
    expression(expression) {
      if (
        expression.type !== "call" ||
        expression.callee.type !== "name" ||
        !/^(test|it)$/.test(expression.callee.name)
      )
        return;
      const callback = expression.arguments.at(-1)?.value;
      if (callback?.type !== "function" || callback.definition.body.length === 0) return;
      if (!some(callback.definition.body, isAssertion)) report(expression.callee, nothingTested);
    },
  });
}
