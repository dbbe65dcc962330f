import type { Machine } from "./machine.ts";
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
  if (known.has(module.path)) return known.get(module.path);
  known.set(module.path, undefined);
  const outer = { frame: machine.frame, path: machine.path };
  const frame = machine.newFrame("module", undefined, undefined, true);
  machine.frame = frame;
  machine.path = module.path;
  machine.interpreter.runModule(module.program.body);
  machine.frame = outer.frame;
  machine.path = outer.path;
  machine.state.reachable = true;
  const variables = machine.state.variables(frame);
  const exported = variables.get("module.exports");
  const value = exported ?? machine.allocate({ kind: "map", entries: new Map(variables) });
  known.set(module.path, value);
  return value;
}
