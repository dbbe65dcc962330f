import Fastify from "fastify";

const app = Fastify();

const page = (items, start) =>
  `<ol start="${start}">` + items.map((item) => `<li>${item}</li>`).join("") + "</ol>";

app.get("/steps", async (request, reply) => {
  const start = request.query.start ?? 1;
  const steps = ["Unpack", "Charge", "Pair"];
  reply.header("content-type", "text/html");
  return page(steps, start);
});

app.listen({ port: 3000 });
