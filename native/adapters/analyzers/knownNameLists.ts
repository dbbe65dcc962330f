import { readFileSync } from "node:fs";
import { join } from "node:path";
import { lazily } from "../../../core/base/lazily.ts";
import { KnownNames } from "../../../core/gate/hallucination/knownNames.ts";

/** Reads resources/packages once, when it is first asked for. Throws where a list is missing: they are part of the program. */
export function knownNameLists(folder: string): () => KnownNames {
  return lazily(() => readKnownNames(folder));
}

function readKnownNames(folder: string): KnownNames {
  const read = (name: string): string => readFileSync(join(folder, name), "utf8");
  return new KnownNames({
    pypi: read("pypi.txt"),
    pypiImitated: read("pypi-imitated.txt"),
    pythonModules: read("pythonModules.txt"),
    pythonStandardLibrary: read("pythonStandardLibrary.txt"),
    npm: read("npm.txt"),
    npmImitated: read("npm-imitated.txt"),
  });
}
