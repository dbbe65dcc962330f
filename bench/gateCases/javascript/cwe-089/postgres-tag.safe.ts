import postgres from "postgres";
import { WebSocketServer } from "ws";

const sql = postgres(process.env.DATABASE_URL ?? "");
const server = new WebSocketServer({ port: 8090 });

server.on("connection", (socket) => {
  socket.on("message", async (raw) => {
    const { topic } = JSON.parse(String(raw)) as { topic: string };
    const rows = await sql`select body from messages where topic = ${topic} limit 20`;
    for (const row of rows) {
      socket.send(JSON.stringify(row));
    }
  });
});
