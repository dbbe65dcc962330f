// Loaded before anything else (node --require) by each of our Node processes and threads: shuts its network.
import { processName } from "../../base/reportVariables.ts";
import { guardProcess } from "./guardProcess.ts";

guardProcess(processName(process.env));
