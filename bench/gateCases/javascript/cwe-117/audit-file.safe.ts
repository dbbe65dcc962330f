import { appendFileSync } from "node:fs";
import Koa from "koa";

const app = new Koa();

function audit(action: string, subject: string) {
  const clean = subject.replace(/[^\w .@-]/g, "?");
  appendFileSync("audit.log", `${Date.now()} ${action} ${clean}\n`);
}

app.use(async (ctx) => {
  const subject = ctx.query.subject;
  if (typeof subject !== "string") {
    ctx.status = 400;
    return;
  }
  audit("lookup", subject);
  ctx.body = { ok: true };
});

app.listen(3000);
