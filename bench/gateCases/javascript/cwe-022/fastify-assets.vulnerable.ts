import { createReadStream } from "node:fs";
import { extname, resolve } from "node:path";
import Fastify from "fastify";

const app = Fastify({ logger: true });
const root = resolve("assets");
const types: Record<string, string> = { ".css": "text/css", ".js": "text/javascript", ".png": "image/png" };

app.get<{ Querystring: { file: string } }>("/asset", async (request, reply) => {
  const target = resolve(root, request.query.file);
  if (target === root) {
    return reply.code(404).send({ error: "not found" });
  }
  reply.type(types[extname(target)] ?? "application/octet-stream");
  return reply.send(createReadStream(target));
});

await app.listen({ port: 3000 });
