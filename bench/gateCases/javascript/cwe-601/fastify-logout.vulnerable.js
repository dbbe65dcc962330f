import Fastify from "fastify";
import cookie from "@fastify/cookie";

const app = Fastify();
await app.register(cookie);

app.get("/logout", async (request, reply) => {
  reply.clearCookie("sid");
  const { to } = request.query;
  if (to && to.startsWith("/")) {
    return reply.redirect(to);
  }
  return reply.redirect("/goodbye");
});

await app.listen({ port: 3000 });
