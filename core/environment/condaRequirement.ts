import { type PythonRequirement, readConstraint } from "./pythonRequirement.ts";

const longest = 500;

/** `conda-forge::pandas=2.2.3=py311_0`: with a build it is exact, with one "=" it is a beginning. */
export function condaRequirement(written: string): PythonRequirement | undefined {
  const { name, rest } = partsOf(written);
  if (name === undefined || ["python", "pip"].includes(name.toLowerCase())) return undefined;
  const built = /^=(\d[\w.]*)=\w+$/.exec(rest)?.[1];
  if (built !== undefined) return { name, version: built, exact: true };
  const beginning = /^=(\d[\w.]*?)(?:\.\*)?$/.exec(rest)?.[1];
  if (beginning !== undefined) return { name, version: `==${beginning}.*`, exact: false };
  return { name, ...readConstraint(rest) };
}

/** The Python that a list of them asks for: `python=3.11` → "3.11". */
export function condaPython(dependencies: readonly unknown[]): string | undefined {
  for (const one of dependencies) {
    if (typeof one !== "string") continue;
    const { name, rest } = partsOf(one);
    if (name === "python" && rest !== "") return rest.replace(/^==?/, "");
  }
  return undefined;
}

function partsOf(written: string): { readonly name: string | undefined; readonly rest: string } {
  const spec = written.slice(0, longest).replace(/^[\w./-]+::/, "");
  const [, name, rest = ""] = /^([A-Za-z\d_][\w.-]*)\s*(.*)$/.exec(spec.trim()) ?? [];
  return { name, rest };
}
