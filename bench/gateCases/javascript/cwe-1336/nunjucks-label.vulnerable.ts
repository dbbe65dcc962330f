import Fastify from "fastify";
import nunjucks from "nunjucks";

const app = Fastify();
const environment = new nunjucks.Environment(null, { autoescape: true });

interface Label {
  product: string;
  pattern?: string;
}

app.post<{ Body: Label }>("/labels", async (request) => {
  const { product, pattern = "{{ product }}" } = request.body;
  const text = environment.renderString(pattern, { product });
  return { text };
});

app.listen({ port: 3000 });
