import { exec } from "node:child_process";
import { promisify } from "node:util";
import Fastify, { type FastifyReply, type FastifyRequest } from "fastify";

const run = promisify(exec);
const app = Fastify({ logger: true });

const REPOSITORY = "/srv/repositories/main";
const PERIODS = new Map<string, string>([
  ["day", "1.day"],
  ["week", "1.week"],
  ["month", "1.month"],
]);

interface StatsQuery {
  author?: string;
  period?: string;
  limit?: string;
}

class LogOptions {
  private readonly values = new Map<string, string>();

  set(name: string, value: string): this {
    this.values.set(name, value);
    return this;
  }

  get(name: string): string {
    return this.values.get(name) ?? "";
  }
}

function optionsOf(query: StatsQuery): LogOptions {
  const limit = Number.parseInt(query.limit ?? "50", 10);
  return new LogOptions()
    .set("author", query.author ?? "")
    .set("since", PERIODS.get(query.period ?? "week") ?? "1.week")
    .set("limit", String(Number.isNaN(limit) ? 50 : Math.min(Math.abs(limit), 500)));
}

async function readLog(options: LogOptions): Promise<string[]> {
  const base = `git -C ${REPOSITORY} log --format=%an --since=${options.get("since")}`;
  const command = `${base} -n ${options.get("limit")}`;
  const { stdout } = await run(command, { timeout: 10_000, maxBuffer: 1 << 20 });
  const author = options.get("author");
  return stdout.split("\n").filter((line) => line !== "" && line.includes(author));
}

function countByName(names: readonly string[]): Record<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return Object.fromEntries(counts);
}

app.get("/stats", async (request: FastifyRequest<{ Querystring: StatsQuery }>, reply: FastifyReply) => {
  const options = optionsOf(request.query);
  try {
    const names = await readLog(options);
    request.log.info({ commits: names.length }, "log read");
    return reply.send({ author: options.get("author"), commits: countByName(names) });
  } catch (error) {
    request.log.error(error, "git failed");
    return reply.code(500).send({ error: "git failed" });
  }
});

await app.listen({ port: 8082 });
