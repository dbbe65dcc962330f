// Notes which lines of one file run, by V8's own counts of its blocks.
import { readFileSync, realpathSync } from "node:fs";
import { Session } from "node:inspector";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { linesThatRan } from "./countedLines.mjs";

const variable = "AIRLOCK_TRACE";
const mostLines = 20_000;
const onLoading = "Functions that ran while the file was loaded count too.";
let current;

/** The absolute path of the file that the run names in its environment. */
export function readTarget() {
  const path = process.env[variable];
  return path === undefined ? undefined : realpathSync(path);
}

/** The same; the environment then names it no more. */
export function takeTarget() {
  const target = readTarget();
  delete process.env[variable];
  return target;
}

/** What `follow` gave last in this process. */
export const following = () => current;

/** Counts from now on. One of the two is asked once, at the end. */
export function follow(target) {
  const session = new Session();
  session.connect();
  const ask = (method, params) => {
    let answer;
    session.post(method, params, (error, result) => {
      if (error) throw new Error(error.message);
      answer = result;
    });
    return answer;
  };
  ask("Profiler.enable");
  ask("Profiler.startPreciseCoverage", { callCount: true, detailed: true });
  /** The file as V8 has it, each time that it was loaded. */
  const scripts = () => {
    const { result } = ask("Profiler.takePreciseCoverage");
    const counted = result.filter(({ url }) => isFile(url, target));
    // Only for its sources; by now no code of the workspace runs any more.
    if (counted.length > 0) ask("Debugger.enable");
    const found = counted.map(({ scriptId, functions }) => ({
      source: ask("Debugger.getScriptSource", { scriptId }).scriptSource,
      functions,
    }));
    session.disconnect();
    return found;
  };
  current = {
    scripts,
    end: () => reachedIn(scripts, target),
  };
  return current;
}

/** What is reported of them. `mapOf` finds a script's source map where the script itself has none. */
export function reachedIn(scripts, target, mapOf) {
  try {
    const original = readFileSync(target, "utf8");
    const lines = new Set();
    for (const { source, functions } of scripts())
      for (const line of linesThatRan({ source, functions, original, name: basename(target) }, mapOf))
        lines.add(line);
    if (lines.size > mostLines) return { detail: "More lines ran than can be said." };
    return { lines: [...lines].sort((a, b) => a - b), detail: onLoading };
  } catch (error) {
    return { detail: `The lines could not be told: ${error.message}` };
  }
}

function isFile(url, target) {
  try {
    if (!decodeURI(url).includes(basename(target))) return false;
    const path = url.startsWith("file:") ? fileURLToPath(url) : url.replace(/\?.*$/, "");
    return path === target || realpathSync(path) === target;
  } catch {
    return false;
  }
}
