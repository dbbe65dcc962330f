const { createHash, createHmac, timingSafeEqual } = require("node:crypto");
const http = require("node:http");

const SECRET = process.env.WEBHOOK_SECRET ?? "";
const seen = new Set();

const schemes = {
  v1: (body) => createHmac("sha512", SECRET).update(createHash("sha512").update(body).digest()).digest("hex"),
  v2: (body) => createHmac("sha256", SECRET).update(body).digest("hex"),
};

function matches(given, expected) {
  const left = Buffer.from(given);
  const right = Buffer.from(expected);
  return left.length === right.length && timingSafeEqual(left, right);
}

function schemeOf(headers) {
  return headers["x-signature-version"] === "2" ? schemes.v2 : schemes.v1;
}

async function bodyOf(request) {
  const chunks = [];
  for await (const chunk of request) {
    chunks.push(chunk);
    if (chunks.length > 64) throw new Error("too large");
  }
  return Buffer.concat(chunks);
}

http
  .createServer(async (request, response) => {
    response.setHeader("content-type", "application/json");
    try {
      const body = await bodyOf(request);
      const signature = String(request.headers["x-signature"] ?? "");
      const scheme = schemeOf(request.headers);
      if (signature === "" || !matches(signature, scheme(body))) {
        response.writeHead(403).end(JSON.stringify({ error: "bad signature" }));
        return;
      }
      const { id } = JSON.parse(body.toString("utf8"));
      const repeated = seen.has(id);
      seen.add(id);
      response.end(JSON.stringify({ repeated }));
    } catch (error) {
      console.error("webhook:", error);
      response.writeHead(400).end(JSON.stringify({ error: "bad request" }));
    }
  })
  .listen(8085);
