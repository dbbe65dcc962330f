import Fastify, { type FastifyReply, type FastifyRequest } from "fastify";
import { type Collection, MongoClient } from "mongodb";

interface Member {
  card: string;
  pin: string;
  points: number;
}

interface RedeemBody {
  card: string;
  pin: string;
  points: number;
  channel?: string;
}

const client = new MongoClient(process.env.MONGO_URL ?? "mongodb://localhost");

function members(): Collection<Member> {
  return client.db("loyalty").collection<Member>("members");
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

async function redeem(request: FastifyRequest<{ Body: RedeemBody }>, reply: FastifyReply) {
  const { card, pin, channel } = request.body;
  const points = Math.abs(Math.trunc(Number(request.body.points)));
  if (!points) {
    return reply.code(400).send({ error: "how many points?" });
  }
  const source = text(channel) || "web";
  const filter = { card: text(card), pin: text(pin), points: { $gte: points } };
  const result = await members().updateOne(filter, { $inc: { points: -points } });
  if (result.modifiedCount === 0) {
    return reply.code(403).send({ error: "card, PIN or points are wrong" });
  }
  request.log.info({ source, points }, "redeemed");
  return { redeemed: points };
}

const app = Fastify({ logger: true });
app.post("/redeem", redeem);

async function start() {
  await client.connect();
  await app.listen({ port: 3000 });
}

start().catch((error) => {
  console.error(error);
  process.exit(1);
});
