// The project's environment, wired: its files, and what is installed for it.
import { join } from "node:path";
import { lazily } from "../core/base/lazily.ts";
import { ok } from "../core/base/result.ts";
import { foldersAbove } from "../core/environment/workspaceFolders.ts";
import { installedNpmPackage } from "./adapters/analyzers/installedLicence.ts";
import type { WorkspaceDisk } from "./adapters/fs/workspaceDisk.ts";
import { programVersion } from "./adapters/programs/programVersion.ts";
import { onPath, trustedPath } from "./base/trustedPath.ts";
import { type GateSurroundings, packageSources } from "./composeGate.ts";
import type { Environment } from "./services/environment.ts";
import type { FileLister } from "./services/files/disk.ts";
import { ProjectService } from "./services/project/projectService.ts";

export function composeProject(
  environment: Environment,
  disk: WorkspaceDisk,
  lister: FileLister,
  around: GateSurroundings,
): ProjectService {
  const { packages, inherited } = packageSources(environment, around);
  const nodeVersion = lazily(async () => {
    const program = onPath("node", trustedPath(around.variables, environment.workspaceRoot));
    return program === undefined ? undefined : programVersion(program, inherited());
  });
  return new ProjectService({
    listFiles: (signal) => lister.listFiles(signal),
    async readText(path, limit) {
      const read = await disk.read(path, limit);
      return read.ok ? ok(new TextDecoder().decode(read.value.bytes)) : read;
    },
    python: () => packages.installed(),
    async installedNpm(names, path) {
      const folders = foldersAbove(path).map((folder) => join(disk.root, folder));
      return new Map(
        names.flatMap((name) => {
          const version = installedNpmPackage(name, folders)?.version;
          return version === undefined || version === "" ? [] : [[name, version] as const];
        }),
      );
    },
    nodeVersion,
  });
}
