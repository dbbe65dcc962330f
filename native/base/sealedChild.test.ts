import { execFileSync, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readlinkSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { childSeal } from "./childSeal.ts";
import { processConnections } from "./connectionLog.ts";
import {
  collectSealed,
  forkSealed,
  namespacedStart,
  spawnSealedNode,
  withoutProxies,
} from "./sealedChild.ts";

const proxies = {
  http_proxy: "http://proxy.test:1",
  HTTPS_PROXY: "http://proxy.test:1",
  No_Proxy: "localhost",
};
const path = { PATH: process.env.PATH };
const isLinux = process.platform === "linux";
/** Without the kernel's leave children start open; what they refuse themselves is tested all the same. */
const hasNamespaces = childSeal().kind === "namespaced";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "airlock-children-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function program(name: string, text: string): string {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
}

const knock =
  'import { connect } from "node:net"; const knock = () => new Promise((done) => connect({ host: "192.0.2.1", port: 9 }).on("error", ({ code }) => done(code)).on("connect", () => done("connected")));\n';

test.runIf(hasNamespaces)(
  "a program finds no network at all, whoever it is (skipped where the kernel refuses)",
  async () => {
    const { stdout } = await collectSealed(
      "/bin/sh",
      ["-c", "readlink /proc/self/ns/net; cat /proc/net/route; env"],
      {
        cwd: "/",
        env: { ...path, ...proxies },
        maxBuffer: 100_000,
      },
    );
    const [network, , ...rest] = String(stdout).trim().split("\n");
    expect(network).not.toBe(readlinkSync("/proc/self/ns/net"));
    expect(rest.filter((line) => /proxy/i.test(line) || /^eth|^\w+\s+0000/.test(line))).toEqual([]);
  },
);

test("a program of ours speaks its channel, refuses connections itself, and its attempts reach this log", async () => {
  const file = program(
    "child.mjs",
    `${knock}process.on("message", async (asked) => { process.send({ asked, code: await knock(), proxies: Object.keys(process.env).filter((name) => /^https?_proxy$/i.test(name)).map((name) => process.env[name]) }); process.disconnect(); });`,
  );
  const child = forkSealed(file, [], {
    node: process.execPath,
    name: "tested child",
    cwd: folder,
    env: { ...path, ...proxies },
  });
  child.send({ bytes: new Float32Array([1, 2]) });
  const [answer] = await once(child, "message");
  expect(answer).toMatchObject({ asked: { bytes: new Float32Array([1, 2]) }, code: "EACCES" });
  expect(answer.proxies.filter((proxy: string) => proxy.includes("proxy.test"))).toEqual([]);
  await vi.waitFor(() =>
    expect(processConnections().attempts.filter((one) => one.process === "tested child")).toMatchObject([
      { host: "192.0.2.1", port: 9, outcome: "refused" },
    ]),
  );
});

test("a child's child is as shut in, and reports to the same log", async () => {
  const inner = program("inner.mjs", `${knock}await knock(); process.disconnect();`);
  const outer = program(
    "outer.mjs",
    `import { forkSealed } from ${JSON.stringify(join(import.meta.dirname, "sealedChild.ts"))};
const child = forkSealed(${JSON.stringify(inner)}, [], { node: process.execPath, name: "inner", cwd: "/", env: {} });
child.on("exit", () => process.disconnect());`,
  );
  const child = forkSealed(outer, [], { node: process.execPath, name: "outer", cwd: folder, env: path });
  await once(child, "exit");
  await vi.waitFor(() =>
    expect(processConnections().attempts.filter((one) => one.process === "outer › inner")).toHaveLength(1),
  );
});

test("somebody's program for Node is guarded, and its threads are", async () => {
  const file = program(
    "theirs.cjs",
    `const { Worker, isMainThread, parentPort } = require("node:worker_threads");
const knock = (say) => require("node:net").connect({ host: "192.0.2.1", port: 9 }).on("error", ({ code }) => say(code));
if (isMainThread) knock((code) => new Worker(__filename, { execArgv: [] }).on("message", (inner) => console.log(code, inner)));
else knock((code) => parentPort.postMessage(code));`,
  );
  const child = spawnSealedNode(file, [], { node: process.execPath, name: "theirs", cwd: folder, env: path });
  let printed = "";
  child.stdout.on("data", (chunk: Buffer) => {
    printed += chunk.toString();
  });
  await once(child, "close");
  expect(printed).toBe("EACCES EACCES\n");
  expect(processConnections().attempts.map((one) => one.process)).toEqual(
    expect.arrayContaining(["theirs", "theirs, thread 1"]),
  );
});

test("a program that is not there is named by the error", async () => {
  const missing = { cwd: "/", env: path, maxBuffer: 100 };
  await expect(collectSealed("airlock-no-such-program", [], missing)).rejects.toMatchObject({
    code: "ENOENT",
  });
  await expect(collectSealed("/no/such/program", [], missing)).rejects.toMatchObject({ code: "ENOENT" });
});

test("ADVERSARIAL 38: a program is not looked for in relative folders of PATH", async () => {
  writeFileSync(join(folder, "git"), "#!/bin/sh\necho planted\n", { mode: 0o755 });
  const started = collectSealed("git", ["--version"], { cwd: folder, env: { PATH: ".:" }, maxBuffer: 100 });
  await expect(started).rejects.toMatchObject({ code: "ENOENT" });
});

test("what a person asks the network for is started as they would", async () => {
  const { stdout } = await collectSealed("/bin/sh", ["-c", "readlink /proc/self/ns/net; echo $http_proxy"], {
    cwd: "/",
    env: { ...path, ...proxies },
    network: "open",
    maxBuffer: 1000,
  });
  const network = isLinux ? readlinkSync("/proc/self/ns/net") : "";
  expect(String(stdout).trim().split("\n")).toEqual(
    [network, "http://proxy.test:1"].filter((line) => line !== ""),
  );
});

test("proxies of every spelling are left out, and nothing else", () => {
  expect(
    withoutProxies({
      ...proxies,
      all_proxy: "x",
      GRPC_PROXY: "x",
      npm_config_https_proxy: "x",
      npm_config_noproxy: "x",
      NODE_USE_ENV_PROXY: "1",
      PATH: "/bin",
      PROXY_FREE: "kept",
    }),
  ).toEqual({ PATH: "/bin", PROXY_FREE: "kept" });
});

/** Inside its own namespace of users somebody may forbid further ones of the network, as some systems do for all. */
const forbidding = [
  "--user",
  "--map-root-user",
  "--",
  "/bin/sh",
  "-c",
  'echo 0 > /proc/sys/user/max_net_namespaces && exec "$@"',
  "sh",
];
const canForbid = isLinux && spawnSync("unshare", [...forbidding, "true"], { stdio: "ignore" }).status === 0;

test.skipIf(!canForbid)(
  "where the kernel refuses, children start open, know a dead proxy alone, and the reason is said (skipped where users have no namespaces)",
  () => {
    const asked = `import { childSeal } from ${JSON.stringify(join(import.meta.dirname, "childSeal.ts"))};
import { collectSealed, namespacedStart } from ${JSON.stringify(join(import.meta.dirname, "sealedChild.ts"))};
const env = { PATH: "/bin", https_proxy: "http://proxy.test" };
const { stdout } = await collectSealed("/bin/sh", ["-c", "readlink /proc/self/ns/net; echo $https_proxy"], { cwd: "/", env, maxBuffer: 1000 });
console.log(JSON.stringify([childSeal(), String(stdout).trim().split("\\n"), namespacedStart("/bin/sh", []) ?? "none"]));`;
    const command = [...forbidding, process.execPath, program("asked.mjs", asked)];
    const printed = execFileSync("unshare", command, { encoding: "utf8", env: path });
    expect(JSON.parse(printed)).toEqual([
      {
        kind: "open",
        reason: expect.stringContaining("the kernel grants no network namespace here (unshare: "),
      },
      [readlinkSync("/proc/self/ns/net"), "http://127.0.0.1:9"],
      "none",
    ]);
  },
);

test.runIf(hasNamespaces)("a start for others to make keeps its arguments", () => {
  expect(namespacedStart("/bin/sh", ["-c", "exit"])?.args.slice(-3)).toEqual(["/bin/sh", "-c", "exit"]);
});
