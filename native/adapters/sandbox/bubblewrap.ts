import { existsSync, lstatSync, readlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import type { RunLimits } from "../../../core/contract/run.ts";
import type { SandboxCommand } from "../../services/run/sandbox.ts";

/** Identities of this machine that belong to nobody; each run takes one, so that its processes are counted alone. */
const firstFreeUser = 1_879_048_192;
const freeUsers = 100_000_000;
const nobody = 65_534;

export interface Identity {
  /** bubblewrap was started by root: it sets up with root's rights, and the program then becomes `user`. */
  readonly asRoot: boolean;
  readonly user: number;
}

export function identityFor(asRoot: boolean): Identity {
  return {
    asRoot,
    user: asRoot ? firstFreeUser + Math.floor(Math.random() * freeUsers) : nobody,
  };
}

export const startedByRoot = (): boolean => process.getuid?.() === 0;

/** Files of /etc without which programs do not start or lie about the time. None names a person or a machine. */
const systemFiles = [
  "/etc/ld.so.cache",
  "/etc/ld.so.conf",
  "/etc/ld.so.conf.d",
  "/etc/alternatives",
  "/etc/localtime",
  "/etc/mime.types",
];

/** The exit code of a sandbox that could not hold the sources. */
export const copyFailed = 97;

/** Where the program can write. */
export const memoryFolders: readonly string[] = ["/workspace", "/tmp", "/dev/shm"];

/** Descriptors of the sandboxed program: 3 report, 4 the run's word; 5 is read by bubblewrap. */
export const filterDescriptor = 5;

/**
 * The arguments of one run. New namespaces for everything; the system's programs and libraries to read; /workspace and
 * /tmp in memory, bounded; nothing of /home, /root, /etc, /run or /var.
 * @param folder of this run, with passwd and group in it
 */
export function bubblewrapArguments(
  { sources, mounts, command, environment, limits }: SandboxCommand,
  { asRoot, user }: Identity,
  folder: string,
  hasFilter: boolean,
): readonly string[] {
  const bind = (from: string, at: string): string[] => ["--ro-bind", from, at];
  return [
    ...["--unshare-ipc", "--unshare-pid", "--unshare-net", "--unshare-uts", "--unshare-cgroup-try"],
    ...["--hostname", "sandbox", "--die-with-parent", "--new-session", "--clearenv"],
    ...(asRoot
      ? [
          "--cap-drop",
          "ALL",
          ...["SETUID", "SETGID", "SETPCAP"].flatMap((one) => ["--cap-add", `CAP_${one}`]),
        ]
      : ["--unshare-user", "--disable-userns", "--uid", String(user), "--gid", String(user)]),
    ...(hasFilter ? ["--seccomp", String(filterDescriptor)] : []),
    ...["/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32"].flatMap(systemFolder),
    ...foldersAbove(["/etc/passwd", "/sources/0", ...mounts.map(({ at }) => at)]),
    ...systemFiles.filter((file) => existsSync(file)).flatMap((file) => bind(file, file)),
    ...bind(join(folder, "passwd"), "/etc/passwd"),
    ...bind(join(folder, "group"), "/etc/group"),
    ...["--proc", "/proc", "--dev", "/dev"],
    ...boundedFolder("/dev/shm", limits.scratchBytes / 4),
    ...["--remount-ro", "/dev"],
    ...boundedFolder("/tmp", limits.scratchBytes),
    ...boundedFolder("/workspace", limits.scratchBytes),
    ...sources.flatMap((source, index) => bind(source, `/sources/${index}`)),
    ...mounts.flatMap(({ from, at }) => bind(from, at)),
    ...["--remount-ro", "/", "--chdir", "/workspace"],
    ...Object.entries(environment).flatMap(([name, value]) => ["--setenv", name, value]),
    "--",
    ...(asRoot ? becoming(user) : []),
    ...limited(limits),
    ...[shell(), "-c", startScript, String(sources.length), ...command],
  ];
}

/**
 * Says that the sandbox stands, stands first in line should the machine's memory run out, copies the sources, and becomes the program with both its streams in one,
 * without descriptors that Airlock itself had been born with. The mounts
 * below /workspace are there already: what the copy cannot write there is not missing.
 */
const startScript = `echo ready >&3
echo 1000 >/proc/self/oom_score_adj
most=9
if [ -n "$BASH_VERSION" ]; then most=1048576; fi
i=0
while [ "$i" -lt "$0" ]; do cp -Rf "/sources/$i/." /workspace/ || exit ${copyFailed}; i=$((i + 1)); done
mkdir -p /tmp/home
for open in /proc/self/fd/*; do
  open=\${open##*/}
  if [ "$open" -gt 4 ] && [ "$open" -le $most ]; then eval "exec $open>&-"; fi
done
exec "$@" 2>&1`;

/** bash can close any descriptor by its number, a plain shell those up to 9. */
const shell = (): string => ["/bin/bash", "/usr/bin/bash"].find((file) => existsSync(file)) ?? "/bin/sh";

/** /bin and its like are links into /usr on most systems, folders on others. */
function systemFolder(path: string): string[] {
  try {
    return lstatSync(path).isSymbolicLink()
      ? ["--symlink", readlinkSync(path), path]
      : ["--ro-bind", path, path];
  } catch {
    return [];
  }
}

/** bubblewrap would make them so that only root can pass, and the program is not root. */
function foldersAbove(places: readonly string[]): string[] {
  const folders = new Set<string>();
  for (const place of places)
    for (let folder = dirname(place); folder !== "/"; folder = dirname(folder)) folders.add(folder);
  return [...folders]
    .filter((folder) => !/^\/(workspace|tmp|usr|dev|proc)(\/|$)/.test(folder))
    .sort()
    .flatMap((folder) => ["--perms", "0755", "--dir", folder]);
}

const boundedFolder = (path: string, bytes: number): string[] => [
  ...["--perms", "1777", "--size", String(Math.floor(bytes)), "--tmpfs", path],
];

/** Root's kernel account has no process limit, so the program runs as somebody else, who owns nothing. */
const becoming = (user: number): string[] => [
  ...["/usr/bin/setpriv", "--reuid", String(user), "--regid", String(user), "--clear-groups"],
  ...["--inh-caps=-all", "--bounding-set=-all", "--"],
];

/** RLIMIT_DATA and not RLIMIT_AS: V8 reserves far more addresses than it will ever fill. */
const limited = (limits: RunLimits): string[] => [
  // The editor and the model come first.
  ...["/usr/bin/nice", "-n", "10"],
  "/usr/bin/prlimit",
  `--nproc=${limits.processes}`,
  `--data=${limits.memoryBytes}`,
  `--cpu=${limits.cpuSeconds}:${limits.cpuSeconds + 1}`,
  `--nofile=${limits.openFiles}`,
  `--fsize=${limits.fileBytes}`,
  "--core=0",
  "--memlock=65536",
  "--",
];
