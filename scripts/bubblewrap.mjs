// bubblewrap for the tests of the sandbox.
import { findProgram, installPackages } from "./debianPackages.mjs";

/** Its path; undefined where there is none and none could be installed. */
export function ensureBubblewrap() {
  if (findProgram("bwrap") === undefined) installPackages(["bubblewrap"], "the tests of the sandbox");
  return findProgram("bwrap");
}
