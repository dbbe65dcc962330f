import { WebSocketServer } from "ws";

const server = new WebSocketServer({ port: 8070 });

async function size({ protocol = "https", host, path = "/" }: Record<string, string>) {
  const answer = await fetch([protocol, "://", host, path].join(""));
  return (await answer.arrayBuffer()).byteLength;
}

server.on("connection", (socket) => {
  socket.on("message", (raw) => {
    size(JSON.parse(raw.toString()))
      .then((bytes) => socket.send(JSON.stringify({ bytes })))
      .catch(() => socket.send(JSON.stringify({ bytes: -1 })));
  });
});
