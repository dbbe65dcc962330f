// Jest's reporter. Jest runs a single file in its own process: one that ends early ends without the last line.
import { follow, takeTarget } from "./reachedLines.mjs";
import { openChannel } from "./reportChannel.mjs";

const channel = openChannel();
const target = takeTarget();
const following = target === undefined ? undefined : follow(target);
const outcomes = { passed: "passed", failed: "failed" };

// biome-ignore lint/style/noDefaultExport: the form that Jest asks of a reporter
export default class Report {
  onRunComplete(_contexts, results) {
    for (const file of results.testResults) {
      for (const test of file.testResults)
        channel.test(
          test.fullName,
          outcomes[test.status] ?? "skipped",
          test.duration ?? 0,
          test.failureMessages.join("\n"),
        );
      if (file.testExecError !== undefined && file.testResults.length === 0)
        channel.test(file.testFilePath, "error", 0, file.failureMessage ?? "");
    }
    // What Jest will make of it: `success` is set only after reporters were told.
    const { numFailedTests, numRuntimeErrorTestSuites, numTotalTests, snapshot } = results;
    const clean =
      numTotalTests > 0 && numFailedTests === 0 && numRuntimeErrorTestSuites === 0 && !snapshot.failure;
    const reached = following?.end();
    process.once("exit", (code) => {
      if (reached !== undefined) channel.reached(reached);
      channel.end(code);
    });
    if (!clean) process.exitCode = 1;
  }
}
