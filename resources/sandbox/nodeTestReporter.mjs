// node:test's reporter, loaded with --import too: by then no code of the workspace has run.
import { inspect } from "node:util";
import { follow, takeTarget } from "./reachedLines.mjs";
import { openChannel } from "./reportChannel.mjs";

const channel = openChannel();
const target = takeTarget();
const following = target === undefined ? undefined : follow(target);
const names = [];

function sentence(error) {
  const cause = error?.cause ?? error;
  return cause instanceof Error ? (cause.stack ?? cause.message) : inspect(cause);
}

function note({ data, type }) {
  if (type === "test:start") {
    names.length = data.nesting;
    names.push(data.name);
    return;
  }
  const name = [...names.slice(0, data.nesting), data.name].join(" > ");
  const error = data.details?.error;
  const isSuite = data.details?.type === "suite";
  // A suite counts through its tests, unless it failed by itself: in a hook, or while its tests were gathered.
  if (isSuite && (error === undefined || error.failureType === "subtestsFailed")) return;
  const left = data.skip !== undefined && data.skip !== false;
  const open = data.todo !== undefined && data.todo !== false;
  const outcome = left || open ? "skipped" : type === "test:pass" ? "passed" : "failed";
  channel.test(name, outcome, data.details?.duration_ms, outcome === "failed" ? sentence(error) : "");
}

// biome-ignore lint/style/noDefaultExport: the form that Node asks of a reporter
export default async function* report(source) {
  for await (const event of source) {
    if (event.type === "test:start" || event.type === "test:pass" || event.type === "test:fail") note(event);
    if (event.type === "test:stderr" || event.type === "test:stdout") yield event.data.message;
    if (event.type === "test:summary") {
      if (following !== undefined) channel.reached(following.end());
      channel.end(event.data.success ? 0 : 1);
    }
  }
}
