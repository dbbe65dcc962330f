import { PassThrough } from "node:stream";
import { expect, test } from "vitest";
import { type ConnectionAttempt, ConnectionLog } from "./connectionLog.ts";
import { readReports } from "./readReports.ts";

const attempt = (more: Partial<ConnectionAttempt> = {}): ConnectionAttempt => ({
  at: 1,
  host: "192.0.2.1",
  port: 9,
  outcome: "refused",
  why: "A connection was refused.",
  process: "model",
  ...more,
});

test("the latest thousand attempts are kept, and all are counted", () => {
  const log = new ConnectionLog();
  for (let port = 1; port <= 1500; port++) log.record(attempt({ port }));
  log.record(attempt({ host: "peer.test", port: undefined, outcome: "allowed", at: 5 }));
  log.record(attempt({ host: "peer.test", outcome: "allowed", at: 6 }));
  expect([log.attempts.length, log.attempts[0]?.port, log.counts, log.destinations]).toEqual([
    1000,
    503,
    { refused: 1500, allowed: 2 },
    [{ host: "peer.test", connections: 1, last: 6 }],
  ]);
});

test("a child's reports are read whole, are named by its host, and nonsense is left out", async () => {
  const log = new ConnectionLog();
  const pipe = new PassThrough();
  readReports(pipe, "index", log);
  const line = (one: unknown): string => `${JSON.stringify(one)}\n`;
  const [first, second] = [
    line(attempt({ process: "index" })).slice(0, 20),
    line(attempt({ process: "index" })).slice(20),
  ];
  pipe.write(first);
  pipe.write(second);
  pipe.write(line(attempt({ process: "embedding model" })));
  pipe.write(line(attempt({ process: "index, thread 1" })));
  pipe.write(line(attempt({ process: "host" })));
  pipe.write('{"at":1}\nnot JSON\n');
  pipe.write(`${"x".repeat(300_000)}\n`);
  pipe.write(line(attempt({ host: "h".repeat(5000) })));
  pipe.end();
  await new Promise((resolve) => pipe.on("end", resolve));
  expect(log.attempts.map(({ process }) => process)).toEqual([
    "index",
    "index › embedding model",
    "index, thread 1",
    "index › host",
  ]);
});
