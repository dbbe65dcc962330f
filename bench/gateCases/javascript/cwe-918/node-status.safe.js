const http = require("node:http");
const Koa = require("koa");

const app = new Koa();
const nodes = [{ host: "10.0.0.11", port: 9100 }, { host: "10.0.0.12", port: 9100 }];

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
  const node = nodes[ctx.query.node === "2" ? 1 : 0];
  ctx.body = { status: await status({ ...node, path: "/status" }) };
});

app.listen(3000);
