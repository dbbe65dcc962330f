const Router = require("@koa/router");
const pug = require("pug");
const ejs = require("ejs");

const router = new Router({ prefix: "/notifications" });

const CHANNELS = {
  mail: { engine: "pug", template: "p Dear #{name}\np #{text}" },
  chat: { engine: "ejs", template: "Hi <%= name %>: <%= text %>" },
};

const engines = {
  pug: (template, values) => pug.render(template, values),
  ejs: (template, values) => ejs.render(template, values),
};

const sent = [];

function settings(channel, body) {
  const preset = Object.hasOwn(CHANNELS, channel) ? CHANNELS[channel] : CHANNELS.chat;
  const asked = { template: body.template, name: body.name };
  return { ...preset, ...(asked.template ? { template: asked.template } : {}) };
}

router.post("/:channel", async (ctx) => {
  const { channel } = ctx.params;
  const body = ctx.request.body ?? {};
  const { engine, template } = settings(channel, body);
  const values = { name: String(body.name ?? "you"), text: String(body.text ?? "") };
  if (values.text.length > 2000) {
    ctx.status = 413;
    ctx.body = { error: "too long" };
    return;
  }
  try {
    const message = engines[engine](template, values);
    sent.push({ engine, length: message.length, at: Date.now() });
    ctx.body = { message };
  } catch (error) {
    ctx.app.emit("error", error, ctx);
    ctx.status = 422;
    ctx.body = { error: "the message was not rendered" };
  }
});

router.get("/sent", (ctx) => {
  ctx.body = sent.slice(-20);
});

module.exports = router;
