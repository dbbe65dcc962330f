const WebSocket = require("ws");

const wss = new WebSocket.Server({ port: 8088 });

const methods = {
  add: ({ a, b }) => a + b,
  now: () => Date.now(),
};

wss.on("connection", (ws) => {
  ws.on("message", (message) => {
    const { method, args } = JSON.parse(message);
    if (method !== "add" && method !== "now") {
      ws.close(1008);
      return;
    }
    const result = eval(`methods.${method}(args)`);
    ws.send(JSON.stringify({ result }));
  });
});
