import { createServer } from "node:http";

const verbose = process.argv.includes("--verbose");
process.env.NODE_TLS_REJECT_UNAUTHORIZED = "1";

createServer(async (_request, response) => {
  const answer = await fetch("https://rates.example.org/daily.json");
  if (verbose) console.log(answer.status);
  response.setHeader("content-type", "application/json");
  response.end(await answer.text());
}).listen(8080);
