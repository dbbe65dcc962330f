const Koa = require("koa");
const Router = require("@koa/router");
const bodyParser = require("koa-bodyparser");
const ical = require("node-ical");

const SERVERS = {
  work: "https://calendar.example.com/feeds/",
  school: "https://timetable.example.edu/ics/",
};

class Sync {
  #feeds = [];

  add({ server, calendar, custom }) {
    const base = Object.hasOwn(SERVERS, server) ? SERVERS[server] : undefined;
    const url = base ? base + encodeURIComponent(calendar) : custom;
    if (url) this.#feeds.push({ url, label: calendar });
    return Boolean(url);
  }

  async events() {
    const all = [];
    for (const { url, label } of this.#feeds) {
      const data = await ical.async.fromURL(url);
      for (const entry of Object.values(data)) {
        if (entry.type === "VEVENT") all.push({ label, title: entry.summary, start: entry.start });
      }
    }
    return all.sort((a, b) => a.start - b.start);
  }
}

const router = new Router();

router.post("/calendar/sync", async (ctx) => {
  const sync = new Sync();
  const feeds = ctx.request.body.feeds ?? [];
  const accepted = feeds.slice(0, 10).filter((feed) => sync.add(feed));
  if (accepted.length === 0) {
    ctx.status = 400;
    ctx.body = { error: "no feeds" };
    return;
  }
  try {
    ctx.body = { events: await sync.events() };
  } catch (error) {
    ctx.app.emit("error", error, ctx);
    ctx.status = 502;
    ctx.body = { error: "a calendar is not available" };
  }
});

const app = new Koa();
app.use(bodyParser());
app.use(router.routes());
app.listen(3000);
