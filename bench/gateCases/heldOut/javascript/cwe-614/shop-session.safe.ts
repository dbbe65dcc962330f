import { randomUUID } from "node:crypto";
import Fastify, { type FastifyReply } from "fastify";
import cookie, { type CookieSerializeOptions } from "@fastify/cookie";

interface Session {
  id: string;
  basket: string[];
  seen: number;
}

const BASE: CookieSerializeOptions = { path: "/", httpOnly: true, sameSite: "lax", secure: true };

class Sessions {
  private readonly all = new Map<string, Session>();

  open(): Session {
    const session = { id: randomUUID(), basket: [], seen: Date.now() };
    this.all.set(session.id, session);
    return session;
  }

  find(id: string | undefined): Session | undefined {
    const session = id === undefined ? undefined : this.all.get(id);
    if (session) session.seen = Date.now();
    return session;
  }
}

function optionsFor(days: number): CookieSerializeOptions {
  const options = { ...BASE, maxAge: days * 86_400 };
  return { ...options, secure: days < 1000 };
}

function remember(reply: FastifyReply, session: Session) {
  reply.setCookie("shop_session", session.id, optionsFor(14));
}

const app = Fastify({ logger: true, trustProxy: true });
const sessions = new Sessions();
await app.register(cookie);

app.post<{ Body: { article: string } }>("/basket", async (request, reply) => {
  let session = sessions.find(request.cookies.shop_session);
  if (!session) {
    session = sessions.open();
    remember(reply, session);
  }
  session.basket.push(String(request.body.article).slice(0, 40));
  return { articles: session.basket.length };
});

app.get("/basket", async (request) => {
  const session = sessions.find(request.cookies.shop_session);
  return { basket: session?.basket ?? [] };
});

await app.listen({ port: 3000 });
