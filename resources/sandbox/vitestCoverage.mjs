// Vitest's measuring of coverage, in our form: the tests' process says how often what of one file ran, the reporter's
// process knows what that file was compiled to.
import { createRequire } from "node:module";

/** Loaded by Node itself: between start and end of a test file Vitest forgets all modules that it loaded. */
const { follow, following, reachedIn, readTarget, takeTarget } = createRequire(import.meta.url)(
  "./reachedLines.mjs",
);
/** Where vitestReporter.mjs, in the same process as the provider, finds what came. */
const kept = Symbol.for("airlock.reached");

/** What Vite made of the file, in whichever of its environments. */
function compiledIn(vitest, target) {
  const servers = [
    ...vitest.projects.map(({ vite, server }) => vite ?? server),
    vitest.vite ?? vitest.server,
  ];
  const graphs = servers.flatMap((server) => [
    ...Object.values(server?.environments ?? {}).map(({ moduleGraph }) => moduleGraph),
    ...(server?.moduleGraph === undefined ? [] : [server.moduleGraph]),
  ]);
  return graphs
    .flatMap((graph) => [...(graph?.getModulesByFile(target) ?? [])])
    .flatMap((module) => [module.transformResult, module.ssrTransformResult])
    .flatMap((result) => (result?.map?.mappings ? [{ code: result.code, map: result.map }] : []));
}

function provider() {
  const target = readTarget();
  let vitest;
  return {
    name: "custom",
    initialize(context) {
      vitest = context;
    },
    resolveOptions: () => vitest.config.coverage,
    clean() {},
    onAfterSuiteRun({ coverage }) {
      if (coverage === undefined || target === undefined) return;
      const mapOf = (source) => compiledIn(vitest, target).find(({ code }) => source.includes(code));
      globalThis[kept] = reachedIn(() => coverage, target, mapOf);
    },
    generateCoverage: () => undefined,
    reportCoverage() {},
  };
}

// biome-ignore lint/style/noDefaultExport: the form that Vitest asks of a coverage module
export default {
  startCoverage() {
    const target = takeTarget();
    if (target !== undefined) follow(target);
  },
  takeCoverage() {
    try {
      return following()?.scripts();
    } catch {
      // What cannot be measured is no reason for tests to fail.
      return undefined;
    }
  },
  getProvider: provider,
};
