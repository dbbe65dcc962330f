import type { FastifyInstance } from "fastify";

const themes = ["light", "dark"];

export async function preferences(app: FastifyInstance) {
  app.post<{ Body: Record<string, string> }>("/preferences", async (request) => {
    const { theme } = request.body;
    if (themes.includes(theme)) {
      request.session.set("theme", theme);
    }
    return { saved: true };
  });

  app.get("/discount", async (request) => ({
    percent: request.session.get("customerGroup") === "staff" ? 40 : 0,
  }));
}
