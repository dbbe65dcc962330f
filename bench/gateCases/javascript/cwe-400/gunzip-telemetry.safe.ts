import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import Fastify from "fastify";

const inflate = promisify(gunzip);
const app = Fastify({ bodyLimit: 1_000_000 });

app.addContentTypeParser("application/gzip", { parseAs: "buffer" }, (_request, body, done) => done(null, body));

app.post<{ Body: Buffer }>("/telemetry", async (request) => {
  const text = (await inflate(request.body, { maxOutputLength: 8_000_000 })).toString("utf8");
  return { lines: text.split("\n").length };
});

app.listen({ port: 3000 });
