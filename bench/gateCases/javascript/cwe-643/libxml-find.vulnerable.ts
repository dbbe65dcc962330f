import { readFileSync } from "node:fs";
import Fastify from "fastify";
import libxmljs from "libxmljs2";

const app = Fastify();
const stations = libxmljs.parseXml(readFileSync("stations.xml", "utf8"));

app.get<{ Params: { line: string } }>("/lines/:line/stations", async (request, reply) => {
  const { line } = request.params;
  const nodes = stations.find(`/network/line[@id="${line}"]/station/name`);
  if (nodes.length === 0) {
    return reply.code(404).send({ error: "no such line" });
  }
  return nodes.map((node) => node.toString());
});

app.listen({ port: 3000 });
