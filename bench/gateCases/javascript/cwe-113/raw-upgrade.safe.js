const http = require("node:http");

const server = http.createServer((req, res) => res.writeHead(426).end());

server.on("upgrade", (req, socket) => {
  const url = new URL(req.url, "http://localhost");
  const room = url.searchParams.get("room") || "lobby";
  if (req.headers["x-api-key"] !== process.env.API_KEY) {
    socket.write(`HTTP/1.1 401 Unauthorized\r\nX-Room: ${encodeURIComponent(room)}\r\nConnection: close\r\n\r\n`);
    socket.destroy();
    return;
  }
  socket.end("HTTP/1.1 503 Service Unavailable\r\n\r\n");
});

server.listen(8080);
