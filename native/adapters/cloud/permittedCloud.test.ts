import { expect, test } from "vitest";
import { canHaveOwnNetwork, ownAddress, runOnOwnNetwork } from "../../fixtures/ownNetwork.ts";

test.skipIf(!canHaveOwnNetwork)(
  "ADVERSARIAL 43: a provider is reached through the guard with a permit, and without one nothing is sent to it (skipped without namespaces and iproute2)",
  () => {
    const each = {
      "address, not permitted": `The connection to ${ownAddress} was refused on this machine.`,
      "name, not permitted": "The connection to peer.test was refused on this machine.",
      "address, permitted": "A whole answer.",
      "name, permitted": "A whole answer.",
      "the permit has ended": "EACCES",
      "this machine, not permitted": "A whole answer.",
    };
    expect(runOnOwnNetwork("permittedCloud.ts")).toEqual({
      report: { anthropic: each, "openai-compatible": each },
      // Two for each kind: what was refused was not sent, and a server of this machine is nobody else.
      requests: [4, 2],
      destinations: [
        [ownAddress, 2],
        ["peer.test", 2],
      ],
      allowed: [`${ownAddress}: Escalation to team.`, "peer.test: Escalation to team."],
    });
  },
);
