// Vitest's reporter, from version 1 on. It lives in the main process; the tests run in others, without the channel.
import { readTarget } from "./reachedLines.mjs";
import { openChannel } from "./reportChannel.mjs";

const channel = openChannel();
const target = readTarget();
const outcomes = { passed: "passed", pass: "passed", failed: "failed", fail: "failed" };
const messageOf = (errors) => (errors ?? []).map((error) => error.stack ?? error.message ?? "").join("\n");

function noteModule(module) {
  for (const test of module.children.allTests()) {
    const { state, errors } = test.result();
    const name = test.fullName.replace(/^.*? > /, (file) => (file.includes("/") ? "" : file));
    channel.test(name, outcomes[state] ?? "skipped", test.diagnostic()?.duration, messageOf(errors));
  }
  const broken = [module, ...module.children.allSuites()].filter((one) => one.errors().length > 0);
  for (const one of broken)
    channel.test(one.fullName ?? module.moduleId, "error", 0, messageOf(one.errors()));
}

function noteTask(task, above) {
  const name = [...above, task.name];
  if (task.type === "test" || task.type === "custom") {
    const { state, duration, errors } = task.result ?? {};
    channel.test(name.join(" > "), outcomes[state] ?? "skipped", duration, messageOf(errors));
    return;
  }
  for (const child of task.tasks) noteTask(child, name);
  if (task.tasks.length === 0 && task.result?.state === "fail")
    channel.test(name.join(" > "), "error", 0, messageOf(task.result.errors));
}

function noteErrors(errors) {
  for (const error of errors) channel.test("outside the tests", "error", 0, messageOf([error]));
}

let ended = false;
process.on("exit", (code) => {
  if (!ended) return;
  if (target !== undefined)
    channel.reached(
      globalThis[Symbol.for("airlock.reached")] ?? { detail: "The tests' process did not say it." },
    );
  channel.end(code);
});

// biome-ignore lint/style/noDefaultExport: the form that Vitest asks of a reporter
export default class Report {
  onTestRunEnd(modules, errors) {
    for (const module of modules) noteModule(module);
    noteErrors(errors);
    ended = true;
  }

  /** Before version 3. */
  onFinished(files = [], errors = []) {
    if (ended) return;
    for (const file of files) for (const task of file.tasks) noteTask(task, []);
    for (const file of files)
      if (file.tasks.length === 0 && file.result?.state === "fail")
        channel.test(file.name, "error", 0, messageOf(file.result.errors));
    noteErrors(errors);
    ended = true;
  }
}
