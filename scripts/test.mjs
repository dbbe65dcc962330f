// npm test: installs what is missing, then every check there is, and ends in one line: "N passed, N failed".
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { ensureBuilt, ensureInstalled, fittingNode, root, run } from "./bootstrap.mjs";
import { ensureBubblewrap } from "./bubblewrap.mjs";
import { ensureChromium } from "./chromium.mjs";
import { ensureTracing } from "./tracing.mjs";

ensureInstalled();
const node = fittingNode();
const results = join(root, ".cache", "test-results");
rmSync(results, { recursive: true, force: true });
mkdirSync(results, { recursive: true });

let passed = 0;
let failed = 0;
const skipped = [];

/** One check that passes or fails as a whole. */
function check(name, module, args) {
  console.log(`\n── ${name}`);
  if (run(node, [join(root, "node_modules", module), ...args])) passed++;
  else failed++;
}

/** A runner that writes its own counts; a runner that died without counts is one failure. */
function suite(name, module, args, environment, count) {
  console.log(`\n── ${name}`);
  const clean = run(node, [join(root, "node_modules", module), ...args], {
    env: { ...process.env, ...environment },
  });
  try {
    const counts = count();
    passed += counts.passed;
    failed += counts.failed;
    skipped.push(...counts.skipped);
    if (!clean && counts.failed === 0) failed++;
  } catch (error) {
    console.error(`${name} left no result: ${error.message}`);
    failed++;
  }
}

function vitestCounts(file) {
  const report = JSON.parse(readFileSync(file, "utf8"));
  const tests = report.testResults.flatMap((result) => result.assertionResults);
  return {
    passed: report.numPassedTests,
    failed:
      report.numFailedTests +
      report.testResults.filter(
        (result) => result.status === "failed" && result.assertionResults.length === 0,
      ).length,
    skipped: tests
      .filter((test) => test.status === "pending" || test.status === "skipped")
      .map((test) => test.fullName),
  };
}

function playwrightCounts(file) {
  const { stats } = JSON.parse(readFileSync(file, "utf8"));
  return {
    passed: stats.expected + stats.flaky,
    failed: stats.unexpected,
    skipped: stats.skipped > 0 ? [`${stats.skipped} browser tests`] : [],
  };
}

check("Format and lint", "@biomejs/biome/bin/biome", ["ci", "."]);
for (const room of ["core", "native", "electron", "renderer", "e2e", "bench"])
  check(`Types: ${room}`, "typescript-native/bin/tsc", ["-p", join(root, room)]);
check("Layering", "dependency-cruiser/bin/dependency-cruiser.mjs", [
  "--config",
  ".dependency-cruiser.cjs",
  "core",
  "native",
  "electron",
  "renderer",
  "e2e",
  "bench",
]);
check("Unused code", "knip/bin/knip.js", []);

// Some of these tests start the program as a person does, and it serves the built page.
ensureBuilt();
ensureBubblewrap();
ensureTracing();
for (const project of ["unit", "model"]) {
  const file = join(results, `${project}.json`);
  suite(
    `Tests: ${project}`,
    "vitest/vitest.mjs",
    ["run", "--project", project, "--reporter=default", "--reporter=json", `--outputFile.json=${file}`],
    {},
    () => vitestCounts(file),
  );
}

check("Desktop package (stand-in Electron)", "../scripts/checkPackage.ts", []);

const chromium = ensureChromium();
if (chromium === undefined) {
  skipped.push(
    "browser tests: no Chromium was found and none could be installed; set AIRLOCK_CHROMIUM to one",
  );
  if (process.env.CI === "true") failed++;
} else {
  const file = join(results, "browser.json");
  suite(
    "Tests: browser",
    "@playwright/test/cli.js",
    ["test", "--config", "e2e/playwright.config.ts"],
    { AIRLOCK_CHROMIUM: chromium, PLAYWRIGHT_JSON_OUTPUT_NAME: file },
    () => playwrightCounts(file),
  );
}

for (const name of skipped) console.log(`skipped: ${name}`);
console.log(`\n${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
