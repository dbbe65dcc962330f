import Fastify from "fastify";
import { salaries } from "./payroll";
import { sessionOf } from "./session";

const app = Fastify();

app.get("/salaries", async (request, reply) => {
  const session = await sessionOf(request.headers.authorization);
  if (!session) return reply.code(401).send({ error: "sign in" });
  const role = request.headers["x-role"];
  if (role !== "payroll") {
    return reply.code(403).send({ error: "not allowed" });
  }
  return salaries();
});

app.listen({ port: 3000 });
