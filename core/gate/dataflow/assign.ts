import type { Machine } from "./machine.ts";
import { extendApi, readIndex, readMember, writeIndex, writeMember } from "./members.ts";
import { checkAssign, checkNamed } from "./ruleCheck.ts";
import type { Frame } from "./state.ts";
import type { Expression, Span, Target } from "./tree.ts";
import { constantValue, derivedValue, joinValues, unknownValue, type Value, withStep } from "./value.ts";

/** Gives a value to whatever stands left of the sign. `bind` puts a name where it belongs: declared here, or found outside. */
export function assignTo(
  machine: Machine,
  target: Target,
  value: Value,
  at: Span,
  bind: (name: string, value: Value) => void = (name, bound) => assignName(machine, name, bound),
): void {
  switch (target.type) {
    case "name": {
      checkNamed(machine, target.name, value, at);
      checkAssign(machine, target.name, undefined, value, at);
      bind(target.name, withStep(value, machine.placeOf(at), `kept in ${target.name}`));
      return;
    }
    case "place":
      assignPlace(machine, target.place, value, at);
      return;
    case "list":
      target.items.forEach((item, index) => {
        if (item === undefined) return;
        const part =
          item.type === "rest"
            ? machine.allocate({ kind: "list", items: [], rest: machine.anyElement(value) })
            : readIndex(machine, value, constantValue(index), at);
        assignTo(machine, item.type === "rest" ? item.target : item, part, at, bind);
      });
      return;
    case "map":
      for (const { key, target: inner } of target.entries) {
        const part =
          key === undefined
            ? derivedValue([value, machine.anyElement(value)])
            : readMember(machine, value, key, inner, () => unknownValue());
        assignTo(machine, inner, part, inner, bind);
      }
      return;
    case "rest":
      assignTo(machine, target.target, value, at, bind);
      return;
    case "default": {
      const fallback = machine.interpreter.evaluate(target.value);
      const isMissing = value.constant !== undefined && value.constant.value === undefined;
      const given = isMissing ? fallback : value.constant ? value : joinValues(value, fallback);
      assignTo(machine, target.target, given, at, bind);
      return;
    }
  }
}

function assignPlace(machine: Machine, place: Expression, value: Value, at: Span): void {
  if (place.type === "member") {
    const object = machine.interpreter.evaluate(place.object);
    const api = extendApi(object.api, `.${place.name}`).api ?? `?.${place.name}`;
    checkAssign(machine, api, undefined, value, at);
    checkNamed(machine, place.name, value, at);
    writeMember(
      machine,
      object,
      place.name,
      withStep(value, machine.placeOf(at), `kept in ${machine.textOf(place)}`),
    );
  } else if (place.type === "index") {
    const object = machine.interpreter.evaluate(place.object);
    const key = machine.interpreter.evaluate(place.key);
    const text = key.constant === undefined ? "" : String(key.constant.value);
    const api = extendApi(object.api, `[${text}]`).api ?? `?.[${text}]`;
    checkAssign(machine, api, key, value, at);
    const named = typeof key.constant?.value === "string" ? key.constant.value : machine.textOf(place.object);
    checkNamed(machine, named, value, at);
    writeIndex(
      machine,
      object,
      key,
      withStep(value, machine.placeOf(at), `kept in ${machine.textOf(place)}`),
    );
  } else machine.interpreter.evaluate(place);
}

/** Python binds in the function unless the name is global or nonlocal; JavaScript assigns where it was declared. */
function assignName(machine: Machine, name: string, value: Value): void {
  let function_: Frame | undefined;
  for (let frame: Frame | undefined = machine.frame; frame; frame = frame.parent) {
    if (frame.kind === "class") continue;
    if (machine.language === "python" && frame.kind !== "block") {
      if (frame.kind === "module" || frame.locals === undefined || frame.locals.has(name)) {
        bindName(machine, frame, name, value);
        return;
      }
    } else if (machine.state.variable(frame, name)) {
      bindName(machine, frame, name, value);
      return;
    }
    if (frame.kind !== "block") function_ ??= frame;
  }
  bindName(machine, function_ ?? machine.frame, name, value);
}

export function bindName(machine: Machine, frame: Frame, name: string, value: Value): void {
  machine.state.setVariable(frame, name, value);
}
