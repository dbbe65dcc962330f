// What the air-gap test and the tests of durability look through: as root on Debian installed where it is missing.
import { findProgram, installPackages } from "./debianPackages.mjs";

/** Program → Debian's package. */
const packages = { strace: "strace", unshare: "util-linux", ip: "iproute2" };

export function ensureTracing() {
  const missing = Object.entries(packages).filter(([program]) => findProgram(program) === undefined);
  if (missing.length > 0)
    installPackages(
      missing.map(([, name]) => name),
      "the tests that trace a session",
    );
}
