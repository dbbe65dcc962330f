import { execFile } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { fail, ok, type Result } from "../../../core/base/result.ts";
import { systemFolders, systemProgram } from "./systemPrograms.ts";

const run = promisify(execFile);
const probeMilliseconds = 20_000;

/** A way to run a program where there is no network but loopback. */
export interface EmptyNetwork {
  /** As it is run, for the report. */
  readonly description: string;
  /** The program and the arguments that run `command` in there; it is the caller's own user in there. */
  wrap(command: readonly string[]): readonly [string, ...string[]];
}

/**
 * The first resolver is a closed port of this machine: the question is sent, so that a trace can show the name, and the
 * kernel counts it. The second has no route. Nothing answers at either, and nobody waits long.
 */
const resolverFile = "nameserver 127.0.0.253\nnameserver 192.0.2.53\noptions timeout:1 attempts:1\n";
/** Names of this machine from its own file; all others by the resolvers above, not by a service behind a socket. */
const nameServiceFile = "passwd: files\ngroup: files\nshadow: files\nhosts: files dns\n";

/** Sockets of services that would look a name up in the session's place, where no counter of ours would see it. */
const resolverSockets = [
  "/run/nscd/socket",
  "/run/systemd/resolve/io.systemd.Resolve",
  "/run/systemd/resolve/io.systemd.Resolve.Monitor",
  "/run/avahi-daemon/socket",
];

/** sh -c SETUP sh FOLDER COMMAND…: inside the namespace, as its root. */
function setupScript(loopbackUp: string): string {
  const cover = (file: string, place: string): string =>
    `[ ! -e ${place} ] || mount --bind "$folder/${file}" ${place} || :`;
  return [
    "folder=$1; shift",
    `PATH=${systemFolders.join(":")}`,
    loopbackUp,
    cover("resolv.conf", "/etc/resolv.conf"),
    cover("nsswitch.conf", "/etc/nsswitch.conf"),
    ...resolverSockets.map((socket) => cover("empty", socket)),
    'exec "$@"',
  ].join("\n");
}

const bringUpInPython =
  "import fcntl,socket,struct;fcntl.ioctl(socket.socket(),0x8914,struct.pack('16sh14x',b'lo',0x41))";

/** With whatever is there; a fresh namespace has its loopback down. */
function loopbackCommand(): string | undefined {
  const [ip, ifconfig, busybox, python] = ["ip", "ifconfig", "busybox", "python3"].map(systemProgram);
  if (ip !== undefined) return `${ip} link set lo up || exit 3`;
  if (ifconfig !== undefined) return `${ifconfig} lo up || exit 3`;
  if (busybox !== undefined) return `${busybox} ifconfig lo up || exit 3`;
  if (python !== undefined) return `${python} -I -c "${bringUpInPython}" || exit 3`;
  return undefined;
}

/** Finds out what this machine allows by trying it. `folder` is the caller's own, for files that are laid over the system's. */
export async function findEmptyNetwork(folder: string): Promise<Result<EmptyNetwork, string>> {
  if (process.platform !== "linux")
    return fail(
      "The air-gap self-test needs Linux: only there can a program be run without a network and be counted. Run it on a Linux machine with the same version.",
    );
  const unshare = systemProgram("unshare");
  if (unshare === undefined)
    return fail("The program unshare was not found in the system's folders. Install util-linux.");
  const loopbackUp = loopbackCommand();
  if (loopbackUp === undefined)
    return fail("Nothing was found that brings loopback up. Install ip (Debian: apt install iproute2).");
  writeFileSync(join(folder, "resolv.conf"), resolverFile, { mode: 0o644 });
  writeFileSync(join(folder, "nsswitch.conf"), nameServiceFile, { mode: 0o644 });
  writeFileSync(join(folder, "empty"), "");

  const shell = ["/bin/sh", "-c", setupScript(loopbackUp), "sh", folder];
  let problem = "";
  for (const way of waysIn(unshare)) {
    const network: EmptyNetwork = {
      description: way.outer.join(" "),
      wrap: (command) => [unshare, ...way.outer.slice(1), ...shell, ...way.inner, ...command],
    };
    const [program, ...args] = network.wrap(["/bin/true"]);
    try {
      await run(program, args, { timeout: probeMilliseconds });
      return ok(network);
    } catch (error) {
      problem = problemOf(error);
    }
  }
  return fail(
    `This machine allows no network namespace of its own (${problem}). Run the test as root, or allow user namespaces (sysctl kernel.unprivileged_userns_clone=1, on Ubuntu kernel.apparmor_restrict_unprivileged_userns=0).`,
  );
}

/** Root needs no user namespace. Anyone else is root in one, and themselves again in a second inside it, without any right. */
function waysIn(unshare: string): readonly { outer: readonly string[]; inner: readonly string[] }[] {
  const user = process.getuid?.() ?? 0;
  const group = process.getgid?.() ?? 0;
  const asMapped = [unshare, "--user", "--map-root-user", "--net", "--mount", "--"];
  if (user === 0)
    return [
      { outer: [unshare, "--net", "--mount", "--"], inner: [] },
      { outer: asMapped, inner: [] },
    ];
  return [
    {
      outer: asMapped,
      inner: [unshare, "--user", `--map-user=${user}`, `--map-group=${group}`, "--"],
    },
  ];
}

export interface Tracer {
  readonly description: string;
  /** Runs `command` traced; one line for each call goes to `file`. */
  wrap(file: string, command: readonly string[]): readonly string[];
}

const speedAndNames = [["--seccomp-bpf", "-Y"], ["-Y"], []];

/** strace, if it is there and may trace in the namespace; else one sentence why not. */
export async function findTracer(
  network: EmptyNetwork,
  folder: string,
  calls: readonly string[],
): Promise<Result<Tracer, string>> {
  const strace = systemProgram("strace");
  if (strace === undefined)
    return fail(
      "strace is not installed (Debian: apt install strace); the kernel's counters are the evidence.",
    );
  let problem = "";
  for (const options of speedAndNames) {
    const wrap: Tracer["wrap"] = (file, command) => [
      strace,
      "-f",
      ...options,
      ...["-qq", "-s", "256", "-e", "signal=none", "-e", `trace=${calls.join(",")}`, "-o", file, "--"],
      ...command,
    ];
    const [program, ...args] = network.wrap(wrap(join(folder, "probe.trace"), ["/bin/true"]));
    try {
      await run(program, args, { timeout: probeMilliseconds });
      const { stdout } = await run(strace, ["--version"], { timeout: probeMilliseconds });
      return ok({ description: `strace ${/version ([\w.]+)/.exec(stdout)?.[1] ?? ""}`, wrap });
    } catch (error) {
      problem = problemOf(error);
    }
  }
  return fail(`strace may not trace here (${problem}); the kernel's counters are the evidence.`);
}

function problemOf(error: unknown): string {
  const text =
    typeof error === "object" && error !== null && "stderr" in error && String(error.stderr).trim() !== ""
      ? String(error.stderr)
      : String(error);
  return text.trim().split("\n").at(-1)?.slice(0, 200) ?? "";
}
