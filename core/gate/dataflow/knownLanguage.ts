import { factsOn } from "./conditions.ts";
import { runForeignModule } from "./foreignModules.ts";
import { each, type Invoke, itself, type KnownFunction } from "./knownFunction.ts";
import type { Machine } from "./machine.ts";
import { readMember } from "./members.ts";
import { moduleName } from "./moduleName.ts";
import { derivedValue, joinValues, makeValue, unknownValue, type Value } from "./value.ts";

/** Functions about functions, members, types, promises and modules. */
export const knownLanguage: Readonly<Record<string, KnownFunction>> = {
  getattr: ({ machine, site, first, second, invoke }) => {
    const name = second?.constant?.value;
    return typeof name === "string"
      ? readMember(machine, first, name, site.at, (method) => invoke(method, []))
      : derivedValue([first]);
  },
  isinstance: ({ machine, first, second }) => {
    const types = second && machine.contents(second).map(({ api }) => api);
    const harmless = /^(int|float|bool|uuid\.UUID|datetime\.\w+|decimal\.Decimal|,)+$/.test(
      second?.api ?? types?.join() ?? "",
    );
    return makeValue({
      type: "boolean",
      ...(harmless ? { facts: { whenTrue: factsOn(first, new Set(["*"])), whenFalse: new Map() } } : {}),
    });
  },
  ...each(["react.useMemo", "useMemo", "React.useMemo"], ({ machine, first, invoke }) =>
    machine.functionsOf(first).length > 0 ? invoke(first, []) : undefined,
  ),
  ...each(["util.promisify", "promisify", "Promise.all", "Promise.resolve"], itself),
  Promise: ({ machine, first, invoke }) =>
    machine.functionsOf(first).length > 0 ? promised(machine, first, invoke) : undefined,
  require: ({ machine, first }) => requireModule(machine, first),
};

/** `new Promise((resolve) => … resolve(value))`: what is given to `resolve` is what is waited for. */
function promised(machine: Machine, executor: Value, invoke: Invoke): Value {
  const cell = machine.allocate({ kind: "map", entries: new Map() });
  const [id] = cell.heaps;
  invoke(executor, [makeValue({ api: `${settle}${id}` }), makeValue({ api: "reject" })]);
  machine.state.reachable = true;
  const [held] = machine.objects(cell);
  return (held?.object.kind === "map" ? held.object.rest : undefined) ?? unknownValue();
}

const settle = "Promise.settle:";

/** A call of a promise's own `resolve`. */
export function settlePromise(machine: Machine, api: string, value: Value): boolean {
  if (!api.startsWith(settle)) return false;
  const id = Number(api.slice(settle.length));
  const cell = machine.state.object(id);
  if (cell?.kind === "map")
    machine.state.setObject(id, {
      ...cell,
      rest: cell.rest ? joinValues(cell.rest, machine.refined(value)) : machine.refined(value),
    });
  return true;
}

function requireModule(machine: Machine, specifier: Value): Value {
  const name = specifier.constant?.value;
  if (typeof name !== "string") return unknownValue();
  machine.importedModules.add(name);
  const found = name.startsWith(".") ? machine.modules.resolve(name, machine.path) : undefined;
  const module = found && machine.follows ? runForeignModule(machine, found) : undefined;
  if (module) return module;
  return makeValue({ api: moduleName(name) });
}
