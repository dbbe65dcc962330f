const { WebSocketServer } = require("ws");
const { deserialize } = require("serialize-to-js");

const wss = new WebSocketServer({ port: 7001, maxPayload: 100_000 });

wss.on("connection", (socket) => {
  socket.on("message", (message) => {
    const text = message.toString("utf8");
    const job = deserialize(text);
    socket.send(JSON.stringify({ accepted: job.id }));
  });
});
