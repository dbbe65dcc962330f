import type { FastifyInstance } from "fastify";

const fields = new Set(["title", "price"]);

function setPath(target: Record<string, any>, path: string, value: unknown) {
  const parts = path.split(".");
  if (parts.some((part) => !fields.has(part))) throw new Error("unknown field");
  const last = parts.pop() as string;
  const holder = parts.reduce((object, part) => (object[part] ??= {}), target);
  holder[last] = value;
}

export async function drafts(app: FastifyInstance) {
  app.patch<{ Body: { path: string; value: unknown } }>("/draft", async (request) => {
    const draft = { title: "", price: 0 };
    setPath(draft, request.body.path, request.body.value);
    return draft;
  });
}
