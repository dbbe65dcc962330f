import { randomUUID } from "node:crypto";
import type { FastifyInstance } from "fastify";

const common = { path: "/", secure: true, sameSite: "strict" as const };

export async function refresh(app: FastifyInstance) {
  app.post("/refresh", async (_request, reply) => {
    const token = randomUUID();
    reply
      .setCookie("refresh_token", token, { ...common, httpOnly: true, maxAge: 604_800 })
      .send({ refreshed: true });
  });
}
