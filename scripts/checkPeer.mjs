// npm run check:peer [-- --record]: the client for OpenAI-compatible servers against a real one. See docs/scale.md.
import { join } from "node:path";
import { ensureInstalled, fittingNode, root, run } from "./bootstrap.mjs";

ensureInstalled();
const program = join(root, "scripts", "peer", "checkPeer.ts");
process.exit(run(fittingNode(), [program, ...process.argv.slice(2)]) ? 0 : 1);
