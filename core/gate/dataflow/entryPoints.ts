// Functions that nobody here calls: a framework will, or the code that this is written for.
import { entryArguments, handlerFor } from "./entryArguments.ts";
import type { FlowRuleFile } from "./flowRules.ts";
import type { ClassObject, FunctionObject, Machine } from "./machine.ts";
import { writeMember } from "./members.ts";
import { checkNamed } from "./ruleCheck.ts";
import type { Frame } from "./state.ts";
import type { FunctionDefinition } from "./tree.ts";
import type { Value } from "./value.ts";

type HandlerRule = FlowRuleFile["handlers"][number];

/**
 * Runs each function defined in a frame that was not called by anything in it, with what a caller may give it. What a
 * framework calls comes first, then what nothing here names; what those call has been seen with real arguments by then.
 */
export function runEntryPoints(machine: Machine, frame: Frame): void {
  if (frame.isForeign) return;
  const homes = machine.defined.filter((one) => one.frame === frame);
  if (homes.length === 0) return;
  const objects = homes.flatMap(({ id }) => {
    const object = machine.state.object(id);
    return object?.kind === "function" || object?.kind === "class" ? [{ id, object }] : [];
  });
  const isMentioned = (name: string) => machine.mentioned.has(name);
  const waiting = objects.filter(
    ({ object }) => !(object.kind === "function" && runHandler(machine, object)),
  );
  const late: typeof waiting = [];
  for (const one of waiting) {
    if (isMentioned(one.object.definition.name)) late.push(one);
    else runUnnamed(machine, one.id, one.object);
  }
  for (const { id, object } of late) runUnnamed(machine, id, object);
}

function runUnnamed(machine: Machine, id: number, object: FunctionObject | ClassObject): void {
  if (object.kind === "class") runClass(machine, id, object);
  else if (!machine.called.has(object.definition) && !machine.isLeftOut(object.definition.name))
    runEntry(machine, object, undefined);
}

/** False where it is no handler. */
function runHandler(machine: Machine, callee: FunctionObject): boolean {
  const { definition } = callee;
  const handler = decoratedHandler(machine, definition) ?? handlerFor(machine, definition, undefined);
  if (handler) runEntry(machine, callee, handler);
  return handler !== undefined;
}

function runEntry(machine: Machine, callee: FunctionObject, handler: HandlerRule | undefined): void {
  if (machine.entered.has(callee.definition)) return;
  machine.entered.add(callee.definition);
  const before = machine.state.copy();
  const args = entryArguments(machine, callee.definition, handler);
  machine.interpreter.callFunction(callee, args, callee.definition, handler?.answers);
  machine.state = before;
}

function runClass(machine: Machine, id: number, object: ClassObject): void {
  const { definition, frame } = object;
  const before = machine.state.copy();
  // One that is made somewhere here has been seen with what it really gets.
  const self = newInstance(machine, id, object, !machine.instances.has(definition));
  const bound = (method: FunctionDefinition): FunctionObject => ({
    kind: "function",
    definition: method,
    frame,
    self,
  });
  machine.state.reachable = true;
  for (const method of definition.methods) {
    if (isConstructor(method)) continue;
    if (runHandler(machine, bound(method)) || machine.isLeftOut(method.name)) continue;
    if (!machine.called.has(method)) runEntry(machine, bound(method), undefined);
  }
  machine.state = before;
}

/** Fields with a value, in their order; those that a constructor's parameters declare come with it. */
function initializeFields(machine: Machine, self: Value, { definition }: ClassObject): void {
  const frame = machine.newFrame("block", machine.frame);
  machine.state.setVariable(frame, "this", self);
  const outer = machine.frame;
  machine.frame = frame;
  for (const field of definition.fields)
    if (!field.isStatic && field.value && field.value.type !== "name") {
      const value = machine.interpreter.evaluate(field.value);
      checkNamed(machine, field.name, value, field);
      writeMember(machine, self, field.name, value);
    }
  machine.frame = outer;
}

const isConstructor = ({ name }: FunctionDefinition): boolean =>
  name === "__init__" || name === "constructor";

/** An instance with its fields; its constructor is run with what a caller may give it, unless that is known better. */
export function newInstance(machine: Machine, id: number, object: ClassObject, construct = true): Value {
  const { definition, frame } = object;
  const api = object.bases.find((base) => base.api !== undefined)?.api;
  const self = machine.allocate(
    { kind: "map", entries: new Map(), classOf: id },
    api === undefined ? {} : { api: `${api}()` },
  );
  if (machine.language === "javascript") initializeFields(machine, self, object);
  const init = definition.methods.find(isConstructor);
  if (init === undefined || !construct || !machine.mayCall(init)) return self;
  const args = entryArguments(machine, init, undefined);
  machine.interpreter.callFunction({ kind: "function", definition: init, frame, self }, args, definition);
  // `constructor(private db)` puts what it is given into a field of that name.
  for (const { name, value } of definition.fields)
    if (value?.type === "name") {
      const given = args.find((one) => one.name === name);
      if (given) writeMember(machine, self, name, given.value);
    }
  return self;
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
