// airGapLeakingServe.ts FOLDER KIND: `airlock serve` with a leak planted in its gate, for `airlock doctor --air-gap
// --plant-leak`. No option, setting or variable of the workbench leads here, and with a network it refuses.

import { plantedLeak } from "../../core/airGap/airGapReport.ts";
import { readInterfaces } from "../../core/airGap/networkCounters.ts";
import { readNetworkFiles } from "../adapters/airGap/networkNamespaces.ts";
import { plantedLeakAnalyzer } from "../adapters/airGap/plantedLeak.ts";
import { printFailure } from "./commandOutput.ts";
import { serve } from "./commands/serve.ts";

const [folder, kind] = process.argv.slice(2);
const interfaces = readInterfaces(readNetworkFiles("self").dev);
const parsed = plantedLeak.safeParse(kind);
if (interfaces.join() !== "lo" || folder === undefined || !parsed.success)
  process.exit(
    printFailure("This program belongs to airlock doctor --air-gap --plant-leak and is started by it."),
  );
process.exit(await serve(folder, { port: 0, open: false }, [plantedLeakAnalyzer(parsed.data)]));
