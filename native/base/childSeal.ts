import { spawnSync } from "node:child_process";
import { readlinkSync } from "node:fs";
import { canRun } from "./trustedPath.ts";

/** How children of this process are kept from the network, and why so. */
export type ChildSeal =
  | {
      readonly kind: "namespaced";
      /** What stands before a program and its arguments: it replaces itself by the program. Empty where nothing need. */
      readonly prefix: readonly string[];
      readonly reason: string;
    }
  | { readonly kind: "open"; readonly reason: string };

/** Names the network namespace of the host to its children: whoever finds itself in another one is shut in already. */
const hostVariable = "AIRLOCK_HOST_NETWORK";
/** Where systems keep it; PATH has no say. */
const places = ["/usr/bin/unshare", "/bin/unshare", "/run/current-system/sw/bin/unshare"];
/** As root the kernel gives a namespace at once; others get one inside a namespace of users, where that is allowed. */
const ways = [["--net"], ["--user", "--map-current-user", "--net"]];

let known: ChildSeal | undefined;

/** Asked of the kernel once, by trying it: some milliseconds. */
export function childSeal(): ChildSeal {
  known ??= process.platform === "linux" ? askKernel() : unavailable();
  return known;
}

/** What tells a child that it need not shut in its own children again. */
export function hostNetworkVariables(): Record<string, string> {
  const own = ownNetwork();
  const host = process.env[hostVariable] ?? own;
  return host === undefined ? {} : { [hostVariable]: host };
}

function askKernel(): ChildSeal {
  const host = process.env[hostVariable];
  if (host !== undefined && ownNetwork() !== host)
    return {
      kind: "namespaced",
      prefix: [],
      reason: "This process is in an empty network namespace already.",
    };
  const unshare = places.find(canRun);
  if (unshare === undefined)
    return open("unshare is not installed (Debian and Ubuntu: the package util-linux)");
  let refused = "";
  for (const flags of process.getuid?.() === 0 ? ways : ways.slice(1)) {
    const prefix = [unshare, ...flags, "--"];
    const tried = spawnSync(unshare, [...flags, "--", unshare, "--version"], {
      env: {},
      cwd: "/",
      timeout: 5000,
      encoding: "utf8",
    });
    if (tried.status === 0)
      return {
        kind: "namespaced",
        prefix,
        reason: "Each child process starts in an empty network namespace of its own.",
      };
    refused = tried.stderr?.trim().split("\n")[0] ?? tried.error?.message ?? "";
  }
  return open(`the kernel grants no network namespace here${refused === "" ? "" : ` (${refused})`}`);
}

function open(why: string): ChildSeal {
  return {
    kind: "open",
    reason: `Children have no network namespace of their own: ${why}. Those of Node refuse connections themselves; the others are only told of no proxy but a dead one.`,
  };
}

function unavailable(): ChildSeal {
  return open(`${process.platform === "darwin" ? "macOS" : "this system"} has none`);
}

function ownNetwork(): string | undefined {
  try {
    return readlinkSync("/proc/self/ns/net");
  } catch {
    return undefined;
  }
}
