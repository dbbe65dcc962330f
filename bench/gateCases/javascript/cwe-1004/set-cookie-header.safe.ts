import { randomBytes } from "node:crypto";
import { createServer } from "node:http";

const sessions = new Set<string>();

createServer((_request, response) => {
  const id = randomBytes(20).toString("hex");
  sessions.add(id);
  response.setHeader("Set-Cookie", `sessionid=${id}; Secure; HttpOnly; SameSite=Lax; Path=/`);
  response.end("welcome");
}).listen(8080);
