import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, lstatSync, mkdirSync, readFileSync, readlinkSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { findProgram } from "../debianPackages.mjs";

/**
 * A machine as a bundle finds it: this system's programs, read-only, without Node; an empty home; no network but a loopback
 * of its own. Not a container to hold anything in, and named as what it is: bubblewrap around the real installer.
 */
export class CleanMachine {
  readonly folder: string;
  readonly #bubblewrap: string;
  readonly #traces: string | undefined;
  #started = 0;

  /** @param folder what is kept between two commands: seen at /machine, with home/ in it */
  constructor(folder: string) {
    const bubblewrap = findProgram("bwrap");
    if (bubblewrap === undefined)
      throw new Error("bubblewrap was not found. Install the package bubblewrap, then try again.");
    this.#bubblewrap = bubblewrap;
    this.folder = folder;
    mkdirSync(join(folder, "home"), { recursive: true });
    this.#traces = findProgram("strace") !== undefined ? join(folder, "traces") : undefined;
    if (this.#traces !== undefined) mkdirSync(this.#traces, { recursive: true });
  }

  get traced(): boolean {
    return this.#traces !== undefined;
  }

  start(command: readonly string[]): ChildProcess {
    this.#started++;
    const trace =
      this.#traces === undefined
        ? []
        : [
            ...["strace", "-f", "-qq", "--seccomp-bpf", "-e", "trace=connect,sendto,sendmsg,sendmmsg"],
            ...["-o", join(this.#traces, String(this.#started))],
          ];
    const [program = "", ...rest] = [
      ...trace,
      this.#bubblewrap,
      ...["--unshare-net", "--unshare-pid", "--unshare-ipc", "--die-with-parent", "--clearenv"],
      ...["--ro-bind", "/usr", "/usr", "--ro-bind", "/etc", "/etc"],
      ...["/bin", "/sbin", "/lib", "/lib64"].flatMap(asItIs),
      ...["/usr/bin/node", "/usr/bin/npm", "/usr/local/bin/node", "/usr/bin/nodejs"].flatMap((file) =>
        existsSync(file) ? ["--ro-bind", "/dev/null", realpathSync(file)] : [],
      ),
      ...["--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp", "--bind", this.folder, "/machine"],
      ...["--setenv", "HOME", "/machine/home", "--setenv", "PATH", "/usr/bin:/bin", "--chdir", "/machine"],
      ...command,
    ];
    return spawn(program, rest, { stdio: ["ignore", "pipe", "pipe"] });
  }

  async run(command: readonly string[]): Promise<{ readonly status: number | null; readonly text: string }> {
    const child = this.start(command);
    let text = "";
    for (const stream of [child.stdout, child.stderr]) stream?.on("data", (data) => (text += String(data)));
    const status = await new Promise<number | null>((resolve, reject) => {
      child.once("error", reject);
      child.once("close", resolve);
    });
    return { status, text };
  }

  /** What was tried beyond this machine, as strace wrote it; addresses of 127.0.0.1 and ::1 are this machine. */
  attempts(): readonly string[] {
    if (this.#traces === undefined) return [];
    const lines: string[] = [];
    for (let number = 1; number <= this.#started; number++) {
      const trace = join(this.#traces, String(number));
      if (existsSync(trace)) lines.push(...readFileSync(trace, "utf8").split("\n"));
    }
    return lines.filter((line) => /sa_family=AF_INET6?\b/.test(line) && !/"127\.|"::1"/.test(line));
  }
}

/** A folder of the system, or the link that stands for it where /usr holds everything. */
function asItIs(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return lstatSync(folder).isSymbolicLink()
    ? ["--symlink", readlinkSync(folder), folder]
    : ["--ro-bind", folder, folder];
}
