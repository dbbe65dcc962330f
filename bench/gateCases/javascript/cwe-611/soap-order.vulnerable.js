const Koa = require("koa");
const body = require("koa-bodyparser");
const libxmljs = require("libxmljs2");

const app = new Koa();
app.use(body({ enableTypes: ["xml"] }));

const parse = (xml, resolve) => libxmljs.parseXmlString(xml, { noent: resolve, dtdvalid: false });

app.use((ctx) => {
  const envelope = parse(ctx.request.body, !ctx.query.plain);
  const note = envelope.find("//note").map((node) => node.text());
  ctx.body = { note };
});

app.listen(3000);
