const fastify = require("fastify");

const app = fastify({ logger: true, onProtoPoisoning: "ignore" });

const flags = { beta: { search: false, export: true } };
const history = [];

function parsePath(text) {
  return String(text)
    .split("/")
    .map((part) => part.trim())
    .filter((part) => part !== "");
}

function forbidden(parts) {
  return parts.some((part) => ["__proto__", "prototype", "constructor"].includes(part));
}

class FlagTree {
  constructor(root) {
    this.root = root;
  }

  set(parts, value) {
    let node = this.root;
    for (const part of parts.slice(0, -1)) {
      if (typeof node[part] !== "object") node[part] = {};
      node = node[part];
    }
    node[parts.at(-1)] = value;
  }
}

const tree = new FlagTree(flags);

app.put("/flags", async (request, reply) => {
  const { path, value, reason } = request.body;
  const parts = parsePath(path);
  const raw = [path, reason];
  if (parts.length === 0 || forbidden(raw)) {
    return reply.code(400).send({ error: "bad path" });
  }
  if (typeof value !== "boolean") {
    return reply.code(400).send({ error: "a flag is on or off" });
  }
  tree.set(parts, value);
  history.push({ depth: parts.length, reason: String(reason ?? "").slice(0, 100), at: Date.now() });
  return { changed: true };
});

app.get("/flags", async () => flags);
app.get("/flags/history", async () => history.slice(-50));

app.listen({ port: 3000 });
