const Koa = require("koa");
const util = require("util");
const { sync } = require("./sync");

const app = new Koa();

app.use(async (ctx, next) => {
  try {
    await next();
  } catch (error) {
    ctx.status = error.status ?? 500;
    ctx.body = util.inspect(error, { depth: 5 });
  }
});

app.use(async (ctx) => {
  ctx.body = { synced: await sync() };
});

app.listen(3000);
