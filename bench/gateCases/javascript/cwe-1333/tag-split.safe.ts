import Router from "@koa/router";

export const router = new Router();

const TAGS = /^[\w ]*$/;

router.post("/tags", async (ctx) => {
  const { tags } = ctx.request.body as { tags: string };
  if (!TAGS.test(tags)) {
    ctx.status = 400;
    ctx.body = { error: "letters and blanks only" };
    return;
  }
  ctx.body = { tags: tags.split(" ").filter(Boolean) };
});
