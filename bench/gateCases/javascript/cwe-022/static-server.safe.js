const http = require("node:http");
const fs = require("node:fs");
const path = require("node:path");

const PUBLIC = path.resolve(__dirname, "public");

const server = http.createServer((req, res) => {
  const { pathname } = new URL(req.url, "http://localhost");
  let wanted;
  try {
    wanted = path.join(PUBLIC, decodeURIComponent(pathname));
  } catch {
    res.writeHead(400).end();
    return;
  }
  const inside = path.relative(PUBLIC, wanted);
  if (inside.startsWith("..") || path.isAbsolute(inside)) {
    res.writeHead(403).end();
    return;
  }
  fs.readFile(wanted, (error, data) => {
    if (error) {
      res.writeHead(404).end();
      return;
    }
    res.writeHead(200).end(data);
  });
});

server.listen(8080);
