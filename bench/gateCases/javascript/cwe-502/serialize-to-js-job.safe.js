const { WebSocketServer } = require("ws");

const wss = new WebSocketServer({ port: 7001, maxPayload: 100_000 });

wss.on("connection", (socket) => {
  socket.on("message", (message) => {
    const text = message.toString("utf8");
    const job = structuredClone(JSON.parse(text));
    socket.send(JSON.stringify({ accepted: job.id }));
  });
});
