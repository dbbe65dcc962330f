const http = require("http");
const { URL } = require("url");

const hosts = ["shop.example.com", "help.example.com"];

const server = http.createServer((req, res) => {
  const url = new URL(req.url, "http://localhost");
  const wanted = url.searchParams.get("url") || "https://shop.example.com/";
  const parsed = URL.canParse(wanted) ? new URL(wanted) : undefined;
  if (parsed?.protocol !== "https:" || !hosts.includes(parsed.host)) {
    res.writeHead(400);
    res.end();
    return;
  }
  res.writeHead(302, { Location: parsed.href });
  res.end();
});

server.listen(8080);
