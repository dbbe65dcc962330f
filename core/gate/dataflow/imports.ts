import { runForeignModule } from "./foreignModules.ts";
import type { Machine } from "./machine.ts";
import type { ImportBinding } from "./tree.ts";
import { makeValue, type Value } from "./value.ts";

/** What an import binds: the path of a library, and perhaps a module of the workspace, which is read once it is used. */
export function importModule(machine: Machine, binding: ImportBinding): Value {
  const plain = makeValue({ api: binding.api });
  const isLibrary = machine.language === "javascript" && !binding.module.startsWith(".");
  return machine.follows && !isLibrary ? { ...plain, pending: { binding, from: machine.path } } : plain;
}

/** The value behind an import that is used now: that of the workspace's module, or the library's path. */
export function imported(machine: Machine, value: Value): Value {
  if (value.pending === undefined) return value;
  const { binding, from } = value.pending;
  const path = machine.path;
  machine.path = from;
  const found = load(machine, binding);
  machine.path = path;
  return found;
}

function load(machine: Machine, binding: ImportBinding): Value {
  const plain = makeValue({ api: binding.api });
  const whole = binding.api === binding.module || binding.api === binding.module.split(".")[0];
  const name = whole ? undefined : binding.api.slice(binding.module.length).replace(/^\./, "");
  const found = machine.modules.resolve(binding.module, machine.path);
  // `from package import module`
  const inner =
    name === undefined || found !== undefined
      ? undefined
      : machine.modules.resolve(binding.api, machine.path);
  if (inner) return runForeignModule(machine, inner) ?? plain;
  if (found === undefined) return plain;
  const module = runForeignModule(machine, found);
  if (module === undefined) return plain;
  const [object] = machine.objects(module);
  if (name === undefined) return module;
  if (object?.object.kind !== "map") return plain;
  const value =
    object.object.entries.get(name) ??
    (machine.language === "javascript" ? object.object.entries.get("default") : undefined);
  if (value) return value;
  const submodule = machine.modules.resolve(
    binding.module.endsWith(".") ? binding.module + name : `${binding.module}.${name}`,
    machine.path,
  );
  return (submodule && runForeignModule(machine, submodule)) ?? plain;
}
