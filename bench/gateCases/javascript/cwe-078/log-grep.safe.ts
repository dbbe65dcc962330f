import { spawn } from "node:child_process";
import http from "node:http";

http
  .createServer((request, response) => {
    const term = new URL(request.url ?? "/", "http://localhost").searchParams.get("term") ?? "";
    const child = spawn("sh", ["-c", 'grep -c -e "$1" /var/log/app.log | head -1', "sh", term]);
    let output = "";
    child.stdout.on("data", (chunk) => {
      output += chunk;
    });
    child.on("close", () => {
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify({ count: Number(output) || 0 }));
    });
  })
  .listen(8081);
