import { spawn } from "node:child_process";
import Router from "@koa/router";
import Koa from "koa";
import bodyParser from "koa-bodyparser";

const router = new Router({ prefix: "/network" });

type Probe = "ping" | "trace" | "lookup";

interface Request {
  probe: Probe;
  host: string;
  count: number;
}

const commands: Record<Probe, (request: Request) => string> = {
  ping: ({ host, count }) => `ping -c ${count} ${host}`,
  trace: ({ host }) => `traceroute -w 2 ${host}`,
  lookup: ({ host }) => `dig +short ${host}`,
};

function read(body: Record<string, unknown>): Request {
  const probe = body.probe === "trace" || body.probe === "lookup" ? body.probe : "ping";
  const host = String(body.host).replace(/[^a-z0-9.]/gi, "").replace(/^\.+/, "");
  const count = Math.min(Math.max(Number(body.count) || 1, 1), 10);
  return { probe, host, count };
}

function collect(command: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn("/bin/sh", ["-c", command]);
    const parts: Buffer[] = [];
    child.stdout.on("data", (part: Buffer) => parts.push(part));
    child.once("error", reject);
    child.once("close", () => resolve(Buffer.concat(parts).toString("utf8")));
  });
}

router.post("/probe", async (ctx) => {
  const request = read(ctx.request.body as Record<string, unknown>);
  try {
    const output = await collect(commands[request.probe](request));
    ctx.body = { probe: request.probe, lines: output.split("\n") };
  } catch {
    ctx.status = 502;
    ctx.body = { error: "the probe did not run" };
  }
});

const app = new Koa();
app.use(bodyParser());
app.use(router.routes());
app.listen(3000);
