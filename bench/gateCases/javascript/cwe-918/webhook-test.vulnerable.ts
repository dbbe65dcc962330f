import Fastify from "fastify";
import got from "got";

const app = Fastify();

app.post<{ Body: { endpoint: string } }>("/webhooks/test", async (request, reply) => {
  const endpoint = request.body.endpoint;
  if (!endpoint) {
    return reply.code(400).send({ error: "no endpoint" });
  }
  const { statusCode } = await got.post(endpoint, {
    json: { event: "ping" },
    throwHttpErrors: false,
    timeout: { request: 3000 },
  });
  return { statusCode };
});

app.listen({ port: 3000 });
