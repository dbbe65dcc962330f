import { runForeignModule } from "./foreignModules.ts";
import type { Machine } from "./machine.ts";
import type { ImportBinding } from "./tree.ts";
import { makeValue, type Value } from "./value.ts";

/** What an import binds: the values of a module of the workspace where it is one, else the path of the library. */
export function importModule(machine: Machine, binding: ImportBinding): Value {
  const plain = makeValue({ api: binding.api });
  if (machine.isSpent) return plain;
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
