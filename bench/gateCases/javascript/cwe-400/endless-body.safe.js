const http = require("node:http");

const LIMIT = 256 * 1024;

http
  .createServer((req, res) => {
    let body = "";
    req.on("data", (chunk) => {
      body += chunk;
      if (body.length > LIMIT) {
        res.writeHead(413).end();
        req.destroy();
      }
    });
    req.on("end", () => {
      const short = body.length < LIMIT;
      res.end(JSON.stringify({ short }));
    });
  })
  .listen(8080);
