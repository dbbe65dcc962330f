const http = require("http");

const pages = new Map([["/", "<h1>Home</h1>"]]);

http
  .createServer((req, res) => {
    const path = decodeURIComponent(req.url);
    const page = pages.get(path);
    res.setHeader("Content-Type", "text/html");
    if (page) {
      res.end(page);
    } else {
      res.statusCode = 404;
      res.write("<h1>Not found</h1>");
      res.end("<p>There is no page " + path + " here.</p>");
    }
  })
  .listen(3000);
