// The host inside Electron's utility process. It opens no port: pages arrive as message ports.
import { composeGuard } from "../../native/composeGuard.ts";

composeGuard("host");
// Not before: the bundle would load every library of the host ahead of the guard.
const { composeHost } = await import("../../native/compose.ts");
const { hostKeychain } = await import("./hostKeychain.ts");

const workspace = process.argv[2] ?? process.cwd();
const composition = await composeHost({
  workspace,
  shell: "desktop",
  variables: process.env,
  keychain: hostKeychain(process.parentPort),
});

process.parentPort.on("message", (event) => {
  const [port] = event.ports;
  if (port !== undefined) composition.servePort(port);
});
