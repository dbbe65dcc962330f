import { assertNever } from "../../base/assertNever.ts";
import { assignTo, bindName } from "./assign.ts";
import { noFactsEither } from "./conditions.ts";
import { defineClass, defineFunction, evaluate } from "./expressions.ts";
import { importModule } from "./imports.ts";
import { runLoop } from "./loops.ts";
import type { Machine } from "./machine.ts";
import { removeIndex } from "./members.ts";
import { checkAnswer, checkDecision, checkNamed, checkRead } from "./ruleCheck.ts";
import { State } from "./state.ts";
import type { CaseClause, Expression, FunctionDefinition, Handler, Statement } from "./tree.ts";
import {
  type Cleared,
  constantValue,
  eitherFacts,
  type Facts,
  joinValues,
  makeValue,
  truthOf,
  type Value,
} from "./value.ts";
import { current, newWays, type Returned, ways } from "./ways.ts";

export type Of<Type extends Statement["type"]> = Extract<Statement, { type: Type }>;

/** A module's statements, and then the functions that only others will call. */
export function runModule(machine: Machine, body: readonly Statement[]): void {
  ways.push(newWays(undefined, ""));
  try {
    run(machine, body);
    machine.state.reachable = true;
    machine.interpreter.runEntryPoints(machine.frame);
  } finally {
    ways.pop();
  }
}

/** The body of a function in the frame that the caller has made; the state afterwards is that of all its ways out. */
export function runFunctionBody(
  machine: Machine,
  definition: FunctionDefinition,
  answers: string | undefined,
): Value {
  const own = newWays(answers, definition.name);
  ways.push(own);
  try {
    run(machine, definition.body);
  } finally {
    ways.pop();
  }
  if (machine.state.reachable) {
    const end = machine.state.copy();
    machine.interpreter.runEntryPoints(machine.frame);
    machine.state = end;
    own.returns.push({ value: constantValue(undefined), state: end });
  } else if (own.returns.length > 0) {
    machine.state = State.join(own.returns.map(({ state }) => state));
    const end = machine.state.copy();
    machine.interpreter.runEntryPoints(machine.frame);
    machine.state = end;
  }
  const exit = State.join(own.returns.map(({ state }) => state));
  const facts = factsOfReturns(own.returns, exit.cleared);
  const values = own.returns.map(({ value }) => value);
  const [first = makeValue(), ...others] = values.filter(
    ({ constant }) => values.length === 1 || constant === undefined || constant.value !== undefined,
  );
  if (own.returns.length === 0) machine.state.reachable = false;
  else machine.state = exit;
  const returned = others.reduce(joinValues, first);
  const answer =
    own.yields.length > 0
      ? machine.allocate({ kind: "list", items: [], rest: own.yields.reduce(joinValues) })
      : returned;
  if (answers === undefined) checkNamed(machine, definition.name, answer, definition);
  return facts ? { ...answer, facts } : answer;
}

/** What a function's true answer says of the values it looked at: a check written as a function. */
function factsOfReturns(returns: readonly Returned[], shared: Cleared): Facts | undefined {
  const sides = { whenTrue: undefined as Cleared | undefined, whenFalse: undefined as Cleared | undefined };
  for (const { value, state } of returns) {
    const truth = truthOf(value);
    const own = value.facts ?? noFactsEither;
    for (const [side, wanted] of [
      ["whenTrue", true],
      ["whenFalse", false],
    ] as const) {
      if (truth !== undefined && truth !== wanted) continue;
      const said = new Map(state.cleared);
      for (const [id, categories] of own[side])
        said.set(id, new Set([...(said.get(id) ?? []), ...categories]));
      const before = sides[side];
      sides[side] = before === undefined ? said : eitherFacts(before, said);
    }
  }
  const { whenTrue = new Map(), whenFalse = new Map() } = sides;
  return whenTrue.size > shared.size ||
    whenFalse.size > shared.size ||
    returns.some(({ value }) => value.facts !== undefined)
    ? { whenTrue, whenFalse }
    : undefined;
}

export function run(machine: Machine, statements: readonly Statement[]): void {
  for (const statement of statements) {
    if (!machine.state.reachable) return;
    runStatement(machine, statement);
  }
}

function runStatement(machine: Machine, statement: Statement): void {
  machine.step();
  switch (statement.type) {
    case "expression": {
      const value = evaluate(machine, statement.expression);
      if (statement.expression.type === "pass" && statement.expression.what === "yield")
        current().yields.push(value);
      return;
    }
    case "declare": {
      const value = statement.value ? evaluate(machine, statement.value) : makeValue();
      const frame = machine.frame;
      assignTo(machine, statement.target, value, statement, (name, bound) =>
        bindName(machine, frame, name, bound),
      );
      return;
    }
    case "if":
      runIf(machine, statement);
      return;
    case "loop":
      runLoop(machine, statement);
      return;
    case "return":
      runReturn(machine, statement);
      return;
    case "throw":
      if (statement.value) evaluate(machine, statement.value);
      machine.thrown.at(-1)?.push(machine.state.copy());
      machine.state.reachable = false;
      return;
    case "break":
    case "continue":
      (statement.type === "break" ? current().breaks : current().continues).push(machine.state.copy());
      machine.state.reachable = false;
      return;
    case "try":
      runTry(machine, statement);
      return;
    case "with":
      for (const { value, target } of statement.items) {
        const entered = evaluate(machine, value);
        if (target) assignTo(machine, target, entered, value);
      }
      run(machine, statement.body);
      return;
    case "switch":
      runSwitch(machine, statement);
      return;
    case "block": {
      const outer = machine.frame;
      machine.frame = machine.newFrame("block", outer);
      run(machine, statement.body);
      if (machine.state.reachable) machine.interpreter.runEntryPoints(machine.frame);
      machine.frame = outer;
      return;
    }
    case "function": {
      const value = defineFunction(machine, statement.definition);
      readDecorators(machine, statement.definition.decorators);
      bindName(machine, machine.frame, statement.definition.name, value);
      return;
    }
    case "class": {
      const value = defineClass(machine, statement.definition);
      readDecorators(machine, statement.definition.decorators);
      bindName(machine, machine.frame, statement.definition.name, value);
      return;
    }
    case "import":
      if (statement.bindings.length === 0) machine.importsEverything = true;
      for (const binding of statement.bindings) {
        machine.importedModules.add(binding.module);
        bindName(machine, machine.frame, binding.name, importModule(machine, binding));
      }
      return;
    case "delete":
      if (statement.place.type === "index")
        removeIndex(
          machine,
          evaluate(machine, statement.place.object),
          evaluate(machine, statement.place.key),
        );
      return;
    case "assert": {
      const test = evaluate(machine, statement.test);
      if (test.facts) machine.state.learn(test.facts.whenTrue);
      return;
    }
    default:
      assertNever(statement, "statement");
  }
}

function readDecorators(machine: Machine, decorators: readonly Expression[]): void {
  for (const decorator of decorators) {
    const { api } = evaluate(machine, decorator);
    if (api !== undefined && decorator.type === "name") checkRead(machine, api, decorator);
  }
}

function runIf(machine: Machine, { test, consequent, otherwise }: Of<"if">): void {
  const condition = evaluate(machine, test);
  checkDecision(machine, condition, test);
  const truth = truthOf(condition);
  if (truth !== undefined) {
    machine.leaveOut(truth ? otherwise : consequent);
    run(machine, truth ? consequent : otherwise);
    return;
  }
  const other = machine.state.copy();
  if (condition.facts) machine.state.learn(condition.facts.whenTrue);
  run(machine, consequent);
  const taken = machine.state;
  machine.state = other;
  if (condition.facts) machine.state.learn(condition.facts.whenFalse);
  run(machine, otherwise);
  machine.state = State.join([taken, machine.state]);
}

function runReturn(machine: Machine, { value, start, end }: Of<"return">): void {
  const returned = value ? machine.settled(evaluate(machine, value)) : constantValue(undefined);
  const { answers, returns } = current();
  if (answers !== undefined && answers !== "none")
    checkAnswer(machine, answers, returned, value ?? { start, end });
  returns.push({ value: returned, state: machine.state.copy() });
  machine.state.reachable = false;
}

export type Each = NonNullable<Of<"loop">["each"]>;

function runTry(machine: Machine, statement: Of<"try">): void {
  const { body, handlers, otherwise, last } = statement;
  const thrown: State[] = [machine.state.copy()];
  machine.thrown.push(thrown);
  for (const one of body) {
    if (!machine.state.reachable) break;
    runStatement(machine, one);
    if (machine.state.reachable) thrown.push(machine.state.copy());
  }
  machine.thrown.pop();
  if (machine.state.reachable) run(machine, otherwise);
  const ends = [machine.state];
  for (const handler of handlers) {
    machine.state = State.join(thrown);
    bindError(machine, handler);
    run(machine, handler.body);
    ends.push(machine.state);
  }
  // Without a handler what was thrown goes on outwards.
  if (handlers.length === 0) machine.thrown.at(-1)?.push(State.join(thrown));
  machine.state = State.join(ends);
  if (last.length === 0) return;
  const reachable = machine.state.reachable;
  if (!reachable) machine.state = State.join(thrown);
  run(machine, last);
  if (!reachable) machine.state.reachable = false;
}

function bindError(machine: Machine, handler: Handler): void {
  const { name } = handler;
  if (name === undefined) return;
  const types = handler.errorTypes.map((one) => evaluate(machine, one).api ?? "");
  // An error that the program raises itself carries its own words; a ValueError tells of the value that was sent.
  const ours =
    handler.errorTypes.length > 0 &&
    types.every((one) => one === "" || /ValidationError|HTTPException|^(builtins\.)?ValueError$/.test(one));
  const error = ours
    ? makeValue()
    : machine.sourceValue(`error@${handler.start}`, "exception", "the details of an error", name, {
        api: "error",
      });
  assignTo(machine, name, error, name);
}

function runSwitch(machine: Machine, statement: Of<"switch">): void {
  const { cases, fallsThrough } = statement;
  const subject = evaluate(machine, statement.subject);
  const own = current();
  const outerBreaks = own.breaks;
  if (fallsThrough) own.breaks = [];
  const ends: State[] = [];
  const entry = machine.state;
  let fallen: State | undefined;
  let isMatched = false;
  const chosen = chosenCase(machine, subject, cases, entry);
  for (const [index, clause] of cases.entries()) {
    const isPossible = chosen === undefined ? !isMatched : chosen === index;
    const arrivals: State[] = [];
    if (isPossible) {
      const arrival = entry.copy();
      if (clause.tests && subject.taints.length > 0) arrival.learn(new Map([[subject.id, new Set(["*"])]]));
      arrivals.push(arrival);
    }
    if (fallen?.reachable) arrivals.push(fallen);
    fallen = undefined;
    if (arrivals.length === 0) continue;
    machine.state = State.join(arrivals);
    if (clause.binds) assignTo(machine, clause.binds, subject, clause);
    if (clause.guard) {
      const guard = evaluate(machine, clause.guard);
      if (guard.facts) machine.state.learn(guard.facts.whenTrue);
    }
    if (!clause.tests && !clause.guard && !fallsThrough) isMatched = true;
    runBody(machine, clause);
    if (fallsThrough) fallen = machine.state;
    else ends.push(machine.state);
  }
  if (fallen) ends.push(fallen);
  const hasDefault = cases.some(({ tests, guard }) => tests === undefined && guard === undefined);
  if ((chosen === undefined && !hasDefault) || chosen === -1) ends.push(entry.copy());
  if (fallsThrough) {
    ends.push(...own.breaks);
    own.breaks = outerBreaks;
  }
  machine.state = State.join(ends);
}

function runBody(machine: Machine, clause: CaseClause): void {
  run(machine, clause.body);
}

/** The one case that a constant leads to; -1 where there is none; undefined where it cannot be told. */
function chosenCase(
  machine: Machine,
  subject: Value,
  cases: readonly CaseClause[],
  state: State,
): number | undefined {
  if (subject.constant === undefined) return undefined;
  const before = state.copy();
  const matches = cases.map(({ tests, guard }) => {
    if (tests === undefined) return undefined;
    if (guard) return "unknown" as const;
    const values = tests.map((one) => evaluate(machine, one).constant);
    if (values.some((one) => one === undefined)) return "unknown" as const;
    return values.some((one) => one?.value === subject.constant?.value);
  });
  machine.state = before;
  if (matches.includes("unknown")) return undefined;
  const found = matches.indexOf(true);
  if (found !== -1) return found;
  return cases.findIndex(({ tests, guard }) => tests === undefined && guard === undefined);
}
