const net = require("node:net");
const http = require("node:http");
const { deserialize } = require("bson");

const options = {
  promoteValues: true,
  evalFunctions: true,
};

http
  .createServer((req, res) => {
    const chunks = [];
    req.on("data", (chunk) => chunks.push(chunk));
    req.on("end", () => {
      const event = deserialize(Buffer.concat(chunks), options);
      const peer = net.isIP(req.socket.remoteAddress ?? "");
      res.end(JSON.stringify({ family: peer, kind: typeof event.kind }));
    });
  })
  .listen(8082);
