const http = require("node:http");
const Koa = require("koa");

const app = new Koa();

function status(options) {
  return new Promise((resolve, reject) => {
    http
      .get(options, (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      })
      .on("error", reject);
  });
}

app.use(async (ctx) => {
  const { host, port } = ctx.query;
  ctx.body = { status: await status({ host, port: Number(port), path: "/status" }) };
});

app.listen(3000);
