const http = require("node:http");
const querystring = require("node:querystring");

const entries = [];
const LIMIT = 4096;

const clean = (text) =>
  String(text)
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;");

function readForm(request) {
  return new Promise((resolve, reject) => {
    let text = "";
    request.on("data", (chunk) => {
      text += chunk;
      if (text.length > LIMIT) {
        reject(new Error("too long"));
        request.destroy();
      }
    });
    request.on("end", () => resolve(querystring.parse(text)));
  });
}

function page(list, order) {
  const sorted = order === "oldest" ? list : [...list].reverse();
  const items = sorted.map(({ author, text }) => `<li><b>${author}</b>: ${text}</li>`);
  return `<!doctype html><h1>Guest book</h1><ul>${items.join("")}</ul>`;
}

http
  .createServer(async (request, response) => {
    const url = new URL(request.url, "http://localhost");
    response.setHeader("content-type", "text/html; charset=utf-8");
    try {
      if (request.method === "POST") {
        const form = await readForm(request);
        let author = clean(form.author);
        if (author === "") {
          author = clean(form.nickname);
        }
        entries.push({ author, text: clean(form.text), at: Date.now() });
      }
      response.end(page(entries, url.searchParams.get("order")));
    } catch (error) {
      console.error("guest book:", error);
      response.statusCode = 400;
      response.end("<p>That did not work.</p>");
    }
  })
  .listen(8080);
