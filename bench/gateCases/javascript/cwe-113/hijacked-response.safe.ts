import type { FastifyInstance } from "fastify";

export async function downloads(app: FastifyInstance) {
  app.get<{ Querystring: { name?: string } }>("/export", (request, reply) => {
    const name = request.query.name === "year" ? "year.csv" : "export.csv";
    reply.hijack();
    const socket = request.raw.socket;
    const lines = [
      "HTTP/1.1 200 OK",
      "Content-Type: text/csv",
      `Content-Disposition: attachment; filename="${name}"`,
      "Connection: close",
    ];
    socket.write(`${lines.join("\r\n")}\r\n\r\n`);
    socket.end("id,total\n1,20\n");
  });
}
