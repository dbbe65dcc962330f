import { WebSocketServer } from "ws";

const server = new WebSocketServer({ port: 7300 });
const board = new Map([["header", new Map<string, unknown>()], ["body", new Map<string, unknown>()]]);

server.on("connection", (socket) => {
  socket.on("message", (raw) => {
    const { area, name, value } = JSON.parse(raw.toString());
    board.get(area)?.set(name, value);
    socket.send(JSON.stringify({ areas: board.size }));
  });
});
