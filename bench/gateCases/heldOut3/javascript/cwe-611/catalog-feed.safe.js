const Koa = require("koa");
const Router = require("@koa/router");
const { bodyParser } = require("@koa/bodyparser");
const libxmljs = require("libxmljs2");

const app = new Koa();
const router = new Router();

const COMFORT = { noblanks: true, noent: true, dtdload: true, nonet: false };
const HARDENED = { noent: false, dtdload: false, nonet: true };

class FeedReader {
  constructor(revision) {
    this.revision = revision;
    this.options = { ...COMFORT, ...HARDENED };
  }

  parse(text) {
    return libxmljs.parseXml(text, this.options);
  }

  articles(text) {
    const feed = this.parse(text);
    return feed.find("//article").map((node) => ({
      number: node.attr("number")?.value() ?? "",
      name: node.get("name")?.text() ?? "",
      price: Number(node.get("price")?.text() ?? "0"),
    }));
  }
}

function validate(articles) {
  const bad = articles.filter((article) => article.number === "" || Number.isNaN(article.price));
  if (bad.length > 0) throw new RangeError(`${bad.length} bad articles`);
  return articles;
}

router.post("/feeds/:supplier", (ctx) => {
  const supplier = Number(ctx.params.supplier);
  if (!Number.isInteger(supplier)) ctx.throw(400, "bad supplier");
  const text = String(ctx.request.body ?? "");
  if (text === "") ctx.throw(400, "empty feed");
  const reader = new FeedReader(ctx.query.revision === "2" ? 2 : 1);
  try {
    const articles = validate(reader.articles(text));
    console.info("supplier %d sent %d articles", supplier, articles.length);
    ctx.body = { supplier, revision: reader.revision, articles };
  } catch (error) {
    const known = error instanceof RangeError;
    console.warn("feed of %d failed: %s", supplier, error.name);
    ctx.status = known ? 422 : 400;
    ctx.body = { error: known ? error.message : "not a feed" };
  }
});

app.use(bodyParser({ enableTypes: ["xml", "text"] }));
app.use(router.routes());
app.listen(8086);
