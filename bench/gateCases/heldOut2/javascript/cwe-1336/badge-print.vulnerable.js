const Koa = require('koa');
const Router = require('@koa/router');
const { koaBody } = require('koa-body');
const nunjucks = require('nunjucks');
const { events, requireHost } = require('./events');

const env = new nunjucks.Environment(null, { autoescape: true });
const router = new Router();

const STYLES = new Map([
  ['slim', '{{ name }} | {{ role }}'],
  ['wide', '{{ event }}: {{ name }} ({{ role }})'],
]);

class BadgePrinter {
  constructor(template) {
    this.template = template;
    this.extras = {};
  }

  note(key, value) {
    this.extras[key] = value;
    return this;
  }

  print(guest) {
    return env.renderString(this.template, { ...this.extras, ...guest });
  }
}

function templateFor(body) {
  const asked = String(body.style ?? 'slim');
  return STYLES.get(asked) ?? asked;
}

router.post('/events/:id/badges', requireHost, async (ctx) => {
  const event = await events.get(Number(ctx.params.id));
  if (!event) {
    ctx.status = 404;
    ctx.body = { error: 'event' };
    return;
  }
  const printer = new BadgePrinter(templateFor(ctx.request.body));
  printer.note('event', event.title).note('footer', String(ctx.request.body.footer ?? ''));
  try {
    ctx.body = { badges: event.guests.map((g) => printer.print({ name: g.name, role: g.role })) };
  } catch (err) {
    ctx.app.emit('error', err, ctx);
    ctx.status = 422;
    ctx.body = { error: 'style' };
  }
});

const app = new Koa();
app.use(koaBody()).use(router.routes());
module.exports = app;
