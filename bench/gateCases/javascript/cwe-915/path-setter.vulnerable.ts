import { WebSocketServer } from "ws";

const server = new WebSocketServer({ port: 7300 });
const board: Record<string, Record<string, unknown>> = { header: {}, body: {} };

server.on("connection", (socket) => {
  socket.on("message", (raw) => {
    const { area, name, value } = JSON.parse(raw.toString());
    board[area][name] = value;
    socket.send(JSON.stringify({ areas: Object.keys(board).length }));
  });
});
