import type { FastifyInstance } from "fastify";
import { Product } from "./models/product";

export async function products(app: FastifyInstance) {
  app.get<{ Querystring: { max: string } }>("/products", async (request) => {
    const { max } = request.query;
    const cheap = await Product.find({ $where: `this.price - this.discount < ${max}` }).lean();
    return cheap.map(({ name, price }) => ({ name, price }));
  });
}
