import { type ChildProcess, execFileSync, spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** Pinned, so that two runs see the same server. */
const wanted = "llama-cpp-python[server]==0.3.36";
/** It is compiled where the registry has no wheel: as little as serves, for any processor. */
const compilation = {
  CMAKE_ARGS:
    "-DGGML_NATIVE=OFF -DGGML_OPENMP=OFF -DLLAMA_BUILD_TESTS=OFF -DLLAMA_BUILD_EXAMPLES=OFF -DLLAVA_BUILD=OFF",
  CMAKE_BUILD_PARALLEL_LEVEL: "2",
};
const installWithinMs = 20 * 60 * 1000;
const startsWithinMs = 60_000;

export const peerKey = "key-of-the-peer-1234567890";
export const peerModel = "airlock-chat";
export const peerContext = 512;

/** A Python environment of its own with the peer in it; @returns its Python. */
export function installPeer(folder: string): string {
  const python = join(folder, "environment", "bin", "python");
  const record = join(folder, "installed");
  if (existsSync(record) && readFileSync(record, "utf8") === wanted && existsSync(python)) return python;
  console.error(`Installing ${wanted}; where it has to be compiled this takes a quarter of an hour …`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  execFileSync("python3", ["-m", "venv", join(folder, "environment")]);
  const log = join(folder, "install.log");
  const done = spawnSync(
    "nice",
    [
      "-n",
      "15",
      python,
      "-m",
      "pip",
      "install",
      "--no-input",
      "--disable-pip-version-check",
      "--log",
      log,
      "--quiet",
      wanted,
    ],
    { env: { ...process.env, ...compilation }, stdio: ["ignore", 2, 2], timeout: installWithinMs },
  );
  if (done.status !== 0) throw new Error(`${wanted} could not be installed; ${log} says why.`);
  writeFileSync(record, wanted);
  return python;
}

/** The completion model with a chat template, as models/recipe makes it: it answers, and not sensibly. */
export function makeChatModel(root: string, folder: string): string {
  const file = join(folder, "chat.gguf");
  const model = join(root, "models", "airlock-fim-5m-q8_0.gguf");
  execFileSync("python3", [join(root, "models", "recipe", "with_chat_template.py"), model, file]);
  return file;
}

export interface PeerServer {
  readonly port: number;
  kill(): Promise<void>;
}

/** llama-cpp-python's server on loopback; ready when it lists its models. */
export async function startPeer(python: string, model: string): Promise<PeerServer> {
  const port = await freePort();
  const child = spawn(
    python,
    [
      ...["-m", "llama_cpp.server", "--model", model, "--model_alias", peerModel, "--api_key", peerKey],
      ...["--host", "127.0.0.1", "--port", String(port), "--n_ctx", String(peerContext), "--n_threads", "1"],
    ],
    { stdio: ["ignore", "ignore", "pipe"] },
  );
  let log = "";
  child.stderr?.on("data", (data) => {
    log = `${log}${String(data)}`.slice(-4000);
  });
  const until = performance.now() + startsWithinMs;
  while (performance.now() < until && child.exitCode === null) {
    const headers = { authorization: `Bearer ${peerKey}` };
    const answer = await fetch(`http://127.0.0.1:${port}/v1/models`, { headers }).catch(() => undefined);
    if (answer?.ok) return { port, kill: () => kill(child) };
    await sleep(200);
  }
  await kill(child);
  throw new Error(`The server did not start. It said: ${log}`);
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGKILL");
  await ended;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === "string") throw new Error("No port is free.");
  return address.port;
}
