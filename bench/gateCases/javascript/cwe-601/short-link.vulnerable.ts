import Router from "@koa/router";
import { findLink } from "./links";

export const router = new Router();

router.get("/go/:code", async (ctx) => {
  const link = await findLink(ctx.params.code);
  const fallback = ctx.query.fallback;
  if (!link) {
    ctx.redirect(typeof fallback === "string" ? fallback : "/missing");
    return;
  }
  ctx.status = 307;
  ctx.redirect(link.url);
});
