// Functions that nobody here calls: a framework will, or the code that this is written for.
import { entryArguments, handlerFor } from "./entryArguments.ts";
import type { FlowRuleFile } from "./flowRules.ts";
import type { ClassObject, FunctionObject, Machine } from "./machine.ts";
import type { Frame } from "./state.ts";
import type { FunctionDefinition } from "./tree.ts";
import type { Value } from "./value.ts";

type HandlerRule = FlowRuleFile["handlers"][number];

/** Runs each function defined in a frame that was not called by anything in it, with what a caller may give it. */
export function runEntryPoints(machine: Machine, frame: Frame): void {
  if (frame.isForeign) return;
  for (let index = 0; index < machine.defined.length; index++) {
    const { id, frame: home } = machine.defined[index] ?? { id: -1, frame };
    if (home !== frame) continue;
    const object = machine.state.object(id);
    if (object?.kind === "function") runUncalled(machine, object);
    else if (object?.kind === "class") runClass(machine, id, object);
  }
}

function runUncalled(machine: Machine, callee: FunctionObject, self?: Value): void {
  const { definition } = callee;
  const handler = decoratedHandler(machine, definition) ?? handlerFor(machine, definition, undefined);
  if (handler === undefined && machine.called.has(definition)) return;
  const before = machine.state.copy();
  const args = entryArguments(machine, definition, handler);
  machine.interpreter.callFunction(self ? { ...callee, self } : callee, args, definition, handler?.answers);
  machine.state = before;
}

function runClass(machine: Machine, id: number, object: ClassObject): void {
  const { definition } = object;
  let instance = machine.instances.get(definition);
  const before = machine.state.copy();
  const isKnown = instance?.heaps.some((heap) => machine.state.object(heap) !== undefined) ?? false;
  if (instance === undefined || !isKnown) {
    instance = machine.allocate({ kind: "map", entries: new Map(), classOf: id });
    const init = definition.methods.find(({ name }) => name === "__init__" || name === "constructor");
    if (init) {
      const args = entryArguments(machine, init, undefined);
      machine.interpreter.callFunction(
        { kind: "function", definition: init, frame: object.frame, self: instance },
        args,
        definition,
      );
    }
  }
  for (const method of definition.methods)
    if (!/^(__init__|constructor)$/.test(method.name))
      runUncalled(machine, { kind: "function", definition: method, frame: object.frame }, instance);
  before.reachable = true;
  machine.state = before;
}

function decoratedHandler(machine: Machine, definition: FunctionDefinition): HandlerRule | undefined {
  for (const decorator of definition.decorators) {
    const callee = decorator.type === "call" ? decorator.callee : decorator;
    const value = machine.interpreter.evaluate(callee);
    const api =
      value.api ??
      (callee.type === "member" ? `?.${callee.name}` : callee.type === "name" ? callee.name : "?");
    const handler = machine.rulebook.handlerDecorators.find(api).find(({ needs }) => machine.needsMet(needs));
    if (handler) return handler;
  }
  return undefined;
}
