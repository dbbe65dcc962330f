import { startWireServer, type WireServer } from "../native/fixtures/wireServer.ts";
import { test as base } from "./fixtures.ts";

/** With a stand-in of a provider that listens on loopback for one test. */
export const test = base.extend<{ readonly wire: WireServer }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixture's needs from this pattern.
  wire: async ({}, use) => {
    const wire = await startWireServer();
    await use(wire);
    wire.dispose();
  },
});

export { expect } from "./fixtures.ts";
