import Fastify from "fastify";
import got from "got";

const app = Fastify();
const endpoints = new Map<string, string>(Object.entries({
  chat: "https://chat.example.org/hooks/test",
  mail: "https://mail.example.org/hooks/test",
}));

app.post<{ Body: { endpoint: string } }>("/webhooks/test", async (request, reply) => {
  const endpoint = endpoints.get(request.body.endpoint);
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
