import { spawnSync } from "node:child_process";
import { z } from "zod";
import { pinnedTools } from "../../native/adapters/peers/privateTools.ts";

const wheel = z.object({ file: z.string(), name: z.string(), version: z.string(), licence: z.string() });
export type Wheel = z.infer<typeof wheel>;

const wanted = Object.entries(pinnedTools).map(([tool, version]) => `${tool}==${version}`);

/**
 * Fills a folder with the wheels of the tools and of all that they need, for one Python on this platform. Wheels only: a
 * source package runs its own build.
 */
export function downloadWheels(python: string, folder: string): void {
  const done = spawnSync(
    python,
    [
      ...["-I", "-m", "pip", "download", "--only-binary", ":all:", "--no-input", "--quiet"],
      ...["--disable-pip-version-check", "--progress-bar", "off", "--dest", folder, ...wanted],
    ],
    { stdio: ["ignore", "ignore", "pipe"], encoding: "utf8" },
  );
  if (done.status === 0) return;
  const complaint = (done.stderr ?? done.error?.message ?? "").trim().split("\n").at(-1);
  throw new Error(
    `The wheels of ${wanted.join(", ")} could not be fetched with ${python} (${complaint}). Connect, name a folder that holds them with --wheels FOLDER, or leave them out with --no-wheels.`,
  );
}

/** Name, version and licence as each wheel of a folder says them, sorted by file. */
export function describeWheels(python: string, folder: string): readonly Wheel[] {
  const done = spawnSync(python, ["-I", "-c", readMetadata, folder], { encoding: "utf8" });
  if (done.status !== 0)
    throw new Error(`${python} could not read the wheels in ${folder}: ${(done.stderr ?? "").trim()}`);
  return z.array(wheel).parse(JSON.parse(done.stdout));
}

const readMetadata = `
import email, json, pathlib, sys, zipfile

def licence(fields):
    if fields["License-Expression"]:
        return fields["License-Expression"]
    named = [line.split("::")[-1].strip() for line in fields.get_all("Classifier", []) if line.startswith("License ::")]
    # Some put the whole text here.
    short = (fields["License"] or "").strip()
    return short if short and "\\n" not in short and len(short) < 80 else ", ".join(named) or "see its metadata"

found = []
for file in sorted(pathlib.Path(sys.argv[1]).glob("*.whl")):
    with zipfile.ZipFile(file) as archive:
        [inside] = [name for name in archive.namelist() if name.count("/") == 1 and name.endswith(".dist-info/METADATA")]
        fields = email.message_from_bytes(archive.read(inside))
    found.append({"file": file.name, "name": fields["Name"], "version": fields["Version"], "licence": licence(fields)})
print(json.dumps(found))
`;
