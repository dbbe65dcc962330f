const http = require("http");
const { URL } = require("url");

const server = http.createServer((req, res) => {
  const url = new URL(req.url, "http://localhost");
  const wanted = url.searchParams.get("url") || "https://shop.example.com/";
  if (!wanted.includes("example.com")) {
    res.writeHead(400);
    res.end();
    return;
  }
  res.writeHead(302, { Location: wanted });
  res.end();
});

server.listen(8080);
