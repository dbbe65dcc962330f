import { appendFile } from "node:fs/promises";
import { WebSocketServer } from "ws";

const wss = new WebSocketServer({ port: 9001, maxPayload: 4096 });
const rooms = new Map([
  ["lobby", "lobby.ndjson"],
  ["support", "support.ndjson"],
]);

wss.on("connection", (socket) => {
  socket.on("message", async (raw) => {
    const { room, text } = JSON.parse(raw.toString());
    const file = rooms.get(room);
    if (file === undefined) {
      socket.send(JSON.stringify({ error: "unknown room" }));
      return;
    }
    await appendFile(`history/${file}`, `${JSON.stringify({ at: Date.now(), text })}\n`);
    socket.send(JSON.stringify({ stored: true }));
  });
});
