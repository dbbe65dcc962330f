import type { FastifyInstance } from "fastify";

export async function preferences(app: FastifyInstance) {
  app.post<{ Body: Record<string, string> }>("/preferences", async (request) => {
    for (const [name, value] of Object.entries(request.body)) {
      request.session.set(name, value);
    }
    return { saved: true };
  });

  app.get("/discount", async (request) => ({
    percent: request.session.get("customerGroup") === "staff" ? 40 : 0,
  }));
}
