import Fastify from "fastify";
import cookie from "@fastify/cookie";
import session from "@fastify/session";
import formbody from "@fastify/formbody";
import csrf from "@fastify/csrf-protection";
import { changeEmail } from "./accounts.js";

const app = Fastify();
await app.register(formbody);
await app.register(cookie);
await app.register(session, { secret: process.env.SESSION_SECRET, cookie: { sameSite: "none", secure: true } });
await app.register(csrf, { sessionPlugin: "@fastify/session" });

app.post("/email", { preHandler: app.csrfProtection }, async (request) => {
  await changeEmail(request.session.get("userId"), request.body.email);
  return { changed: true };
});

await app.listen({ port: 3000 });
