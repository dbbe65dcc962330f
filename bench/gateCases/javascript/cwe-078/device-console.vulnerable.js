const { WebSocketServer } = require("ws");
const cp = require("child_process");

const server = new WebSocketServer({ port: 7070 });

function commandFor(action) {
  switch (action) {
    case "uptime":
      return "uptime";
    case "disk":
      return "df -h";
    default:
      return `systemctl status ${action}`;
  }
}

server.on("connection", (ws) => {
  ws.on("message", (data) => {
    const { action } = JSON.parse(data);
    cp.exec(commandFor(action), (error, stdout) => {
      ws.send(JSON.stringify({ ok: !error, stdout }));
    });
  });
});
