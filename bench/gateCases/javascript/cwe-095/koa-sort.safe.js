const Koa = require("koa");
const { catalogue } = require("./catalogue");

const app = new Koa();

function comparer(field) {
  return (a, b) => (a[field] < b[field] ? -1 : 1);
}

app.use(async (ctx) => {
  const field = ctx.query.sort ?? "name";
  const sorted = [...catalogue].sort(comparer(field));
  ctx.body = sorted.slice(0, 50);
});

app.listen(3000);
