const Koa = require("koa");
const pug = require("pug");

const app = new Koa();

app.use(async (ctx) => {
  const name = ctx.query.name || "visitor";
  const render = pug.compile("h1 Hello " + name + "\np Nice to see you");
  ctx.body = render();
  ctx.type = "html";
});

app.listen(3000);
