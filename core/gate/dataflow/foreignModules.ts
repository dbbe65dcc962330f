import type { Machine } from "./machine.ts";
import type { Frame } from "./state.ts";
import type { FlowProgram } from "./tree.ts";
import type { Value } from "./value.ts";

interface FoundModule {
  readonly path: string;
  readonly program: FlowProgram;
}

const loaded = new WeakMap<Machine, Map<string, Value | undefined>>();

/** Runs another file of the workspace once, in a frame of its own, and gives its names as a map. */
export function runForeignModule(machine: Machine, module: FoundModule): Value | undefined {
  const known = loaded.get(machine) ?? new Map<string, Value | undefined>();
  loaded.set(machine, known);
  const before = known.get(module.path);
  // A state that was left again takes what was read in it along.
  const isHere = before?.heaps.some((id) => machine.state.object(id) !== undefined) ?? true;
  if (known.has(module.path) && isHere) return before;
  known.set(module.path, undefined);
  const outer = { frame: machine.frame, path: machine.path };
  const frame = machine.newFrame("module", undefined, undefined, true);
  machine.frame = frame;
  machine.path = module.path;
  const exported = machine.language === "javascript" ? commonExports(machine, frame) : undefined;
  machine.interpreter.runModule(module.program.body);
  machine.frame = outer.frame;
  machine.path = outer.path;
  machine.state.reachable = true;
  const variables = machine.state.variables(frame);
  const value = exported?.() ?? machine.allocate({ kind: "map", entries: new Map(variables) });
  known.set(module.path, value);
  return value;
}

/** `module` and `exports` of a CommonJS module; afterwards gives what it exports, if it does so in this way. */
function commonExports(machine: Machine, frame: Frame): () => Value | undefined {
  const exports = machine.allocate({ kind: "map", entries: new Map() });
  const module = machine.allocate({ kind: "map", entries: new Map([["exports", exports]]) });
  machine.state.setVariable(frame, "exports", exports);
  machine.state.setVariable(frame, "module", module);
  return () => {
    const [held] = machine.objects(module);
    const value = held?.object.kind === "map" ? held.object.entries.get("exports") : undefined;
    if (value === undefined) return undefined;
    const isEmpty = machine
      .objects(value)
      .every(({ object }) => object.kind === "map" && object.entries.size === 0);
    return isEmpty ? undefined : value;
  };
}
