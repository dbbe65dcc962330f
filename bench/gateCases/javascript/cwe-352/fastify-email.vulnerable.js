import Fastify from "fastify";
import cookie from "@fastify/cookie";
import session from "@fastify/session";
import formbody from "@fastify/formbody";
import { changeEmail } from "./accounts.js";

const app = Fastify();
await app.register(formbody);
await app.register(cookie);
await app.register(session, { secret: process.env.SESSION_SECRET, cookie: { sameSite: "none", secure: true } });

app.post("/email", async (request) => {
  await changeEmail(request.session.get("userId"), request.body.email);
  return { changed: true };
});

await app.listen({ port: 3000 });
