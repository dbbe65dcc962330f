// Debian's source packages through apt, with lists and cache in a folder of our own: the machine's apt settings are read,
// never changed, and they alone say which mirror and which release it is.
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

const sourcePackage = z.object({
  name: z.string(),
  version: z.string(),
  section: z.string(),
  buildDepends: z.string(),
  files: z.array(z.object({ name: z.string(), bytes: z.number() })),
});
export type SourcePackage = z.infer<typeof sourcePackage>;

export class AptSources {
  readonly #options: readonly string[];
  readonly release: string;

  /** @param folder for apt's lists, cache and downloads; @throws where the machine has no Debian archive configured */
  constructor(folder: string) {
    for (const part of ["lists/partial", "cache/archives/partial"])
      mkdirSync(join(folder, part), { recursive: true });
    const format = "$(SITE)|$(RELEASE)|$(COMPONENT)|$(ORIGIN)";
    const archive = run("apt-get", ["indextargets", "--format", format, "Created-By: Packages"])
      .split("\n")
      .map((line) => line.split("|"))
      .find((parts) => parts[2] === "main" && parts[3] === "Debian" && /^[a-z]+$/.test(parts[1] ?? ""));
    if (archive === undefined) throw new Error("No Debian archive in this machine's apt configuration.");
    this.release = archive[1] ?? "";
    const list = join(folder, "sources.list");
    const keyring = "/usr/share/keyrings/debian-archive-keyring.gpg";
    writeFileSync(list, `deb-src [signed-by=${keyring}] ${archive[0]} ${archive[1]} main\n`);
    this.#options = [
      `Dir::Etc::sourcelist=${list}`,
      "Dir::Etc::sourceparts=/dev/null",
      `Dir::State::lists=${join(folder, "lists")}`,
      `Dir::Cache=${join(folder, "cache")}`,
      "APT::Sandbox::User=root",
    ].flatMap((option) => ["-o", option]);
    run("apt-get", [...this.#options, "update"]);
  }

  /** All source packages of the release, the newest version of each. */
  packages(): SourcePackage[] {
    const file = run("apt-get", [
      ...this.#options,
      "indextargets",
      "--format",
      "$(FILENAME)",
      "Created-By: Sources",
    ]).trim();
    const text = run("/usr/lib/apt/apt-helper", [...this.#options, "cat-file", file]);
    const newest = new Map<string, SourcePackage>();
    for (const paragraph of text.split("\n\n")) {
      const field = (name: string) =>
        new RegExp(`^${name}:[ \\t]*(.*(?:\\n[ \\t].*)*)`, "m").exec(paragraph)?.[1] ?? "";
      if (!paragraph.startsWith("Package:") || /^Extra-Source-Only: yes/m.test(paragraph)) continue;
      const files = [...field("Files").matchAll(/^ ?[0-9a-f]{32} (\d+) (\S+)$/gm)];
      const read = sourcePackage.parse({
        name: field("Package"),
        version: field("Version"),
        section: field("Section"),
        buildDepends: ["Build-Depends", "Build-Depends-Indep"].map(field).join(", "),
        files: files.map((match) => ({ name: match[2], bytes: Number(match[1]) })),
      });
      newest.set(read.name, read);
    }
    return [...newest.values()];
  }

  /** Downloads into `folder` what of the packages it can get: their packaging alone, or their sources. */
  async download(names: readonly string[], part: "packaging" | "sources", folder: string): Promise<void> {
    if (names.length === 0) return;
    mkdirSync(folder, { recursive: true });
    const which = part === "packaging" ? "--diff-only" : "--tar-only";
    const options = [...this.#options, "-qq", "source", "--download-only", "--only-source", which];
    const apt = spawn("apt-get", [...options, ...names], { cwd: folder, stdio: "ignore", timeout: 900_000 });
    // One package that cannot be had must not lose the others: what is missing is seen by its file.
    await once(apt, "close");
  }
}

function run(program: string, parameters: readonly string[]): string {
  const done = spawnSync(program, parameters, { encoding: "utf8", maxBuffer: 1 << 30 });
  if (done.status !== 0) throw new Error(`${program} ${parameters.at(-1)} failed: ${done.stderr}`);
  return done.stdout;
}
