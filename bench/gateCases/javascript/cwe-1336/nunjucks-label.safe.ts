import Fastify from "fastify";
import nunjucks from "nunjucks";

const app = Fastify();
const environment = new nunjucks.Environment(null, { autoescape: true });

interface Label {
  product: string;
  pattern?: string;
}

const patterns: Record<string, string> = { short: "{{ product }}", long: "{{ product }} (new)" };

app.post<{ Body: Label }>("/labels", async (request) => {
  const { product, pattern = "short" } = request.body;
  const text = environment.renderString(pattern === "long" ? patterns.long : patterns.short, { product });
  return { text };
});

app.listen({ port: 3000 });
