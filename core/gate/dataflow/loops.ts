import { assignTo, bindName } from "./assign.ts";
import { elementOf, knownItems, pairsIfMap } from "./containers.ts";
import type { Machine } from "./machine.ts";
import { State } from "./state.ts";
import type { Each, Of } from "./statements.ts";
import { truthOf, type Value } from "./value.ts";
import { current } from "./ways.ts";

export function runLoop(machine: Machine, loop: Of<"loop">): void {
  const own = current();
  const outerWays = { breaks: own.breaks, continues: own.continues };
  own.breaks = [];
  const exits: State[] = [];
  const outer = machine.frame;
  const given = loop.each && machine.interpreter.evaluate(loop.each.iterable);
  const iterated = given && loop.each?.keysOnly === false ? pairsIfMap(machine, given) : given;
  const isEmpty = iterated !== undefined && isSurelyEmpty(machine, iterated);
  if (loop.each?.declares) machine.frame = machine.newFrame("block", outer);
  const known = loop.each && iterated ? knownItems(machine, iterated) : undefined;
  if (known && loop.each) {
    runEachKnown(machine, loop, loop.each, known);
    machine.frame = outer;
    own.breaks = outerWays.breaks;
    own.continues = outerWays.continues;
    return;
  }
  for (let round = 0; round < 2 && !isEmpty && machine.state.reachable; round++) {
    own.continues = [];
    const test =
      loop.test && !(loop.atLeastOnce && round === 0) ? machine.interpreter.evaluate(loop.test) : undefined;
    const truth = test && truthOf(test);
    if (truth === false) {
      exits.push(machine.state.copy());
      break;
    }
    if (truth === undefined && !(loop.atLeastOnce && round === 0)) {
      const left = machine.state.copy();
      if (test?.facts) left.learn(test.facts.whenFalse);
      exits.push(left);
      if (test?.facts) machine.state.learn(test.facts.whenTrue);
    }
    if (loop.each && iterated) bindEach(machine, loop.each, iterated);
    machine.interpreter.run(loop.body);
    machine.state = State.join([machine.state, ...own.continues]);
    if (loop.step && machine.state.reachable) machine.interpreter.evaluate(loop.step);
  }
  if (
    machine.state.reachable &&
    (isEmpty || loop.test === undefined || truthOf(machine.interpreter.evaluate(loop.test)) !== true)
  ) {
    if (loop.each || isEmpty || loop.test) exits.push(machine.state.copy());
  }
  const finished = State.join(exits.length > 0 ? exits : [machine.state].map(unreached));
  machine.state = finished;
  if (finished.reachable) machine.interpreter.run(loop.otherwise);
  machine.state = State.join([machine.state, ...own.breaks]);
  machine.frame = outer;
  own.breaks = outerWays.breaks;
  own.continues = outerWays.continues;
}

/** A loop over a few values that are known: each is looked at in its turn. */
function runEachKnown(machine: Machine, loop: Of<"loop">, each: Each, items: readonly Value[]): void {
  const own = current();
  for (const item of items) {
    if (!machine.state.reachable) break;
    own.continues = [];
    bindElement(machine, each, item);
    machine.interpreter.run(loop.body);
    machine.state = State.join([machine.state, ...own.continues]);
  }
  if (machine.state.reachable) machine.interpreter.run(loop.otherwise);
  machine.state = State.join([machine.state, ...own.breaks]);
}

function unreached(state: State): State {
  const none = state.copy();
  none.reachable = false;
  return none;
}

function isSurelyEmpty(machine: Machine, iterated: Value): boolean {
  const objects = machine.objects(iterated);
  return (
    objects.length > 0 &&
    iterated.taints.length === 0 &&
    objects.every(
      ({ object }) => object.kind === "list" && object.items.length === 0 && object.rest === undefined,
    )
  );
}

function bindEach(machine: Machine, each: Each, iterated: Value): void {
  bindElement(machine, each, elementOf(machine, machine.refined(iterated), each.keysOnly));
}

function bindElement(machine: Machine, each: Each, element: Value): void {
  const frame = machine.frame;
  if (each.declares)
    assignTo(machine, each.target, element, each.iterable, (name, bound) =>
      bindName(machine, frame, name, bound),
    );
  else assignTo(machine, each.target, element, each.iterable);
}
