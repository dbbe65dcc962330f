const http = require("node:http");
const doT = require("dot");

const server = http.createServer((req, res) => {
  let raw = "";
  req.on("data", (chunk) => (raw += chunk));
  req.on("end", () => {
    const form = new URLSearchParams(raw);
    const text = ["This certifies that {{!it.person}}", form.get("achievement")].join(" ");
    const render = doT.template(text);
    res.setHeader("content-type", "text/plain");
    res.end(render({ person: form.get("person") }));
  });
});

server.listen(8083);
