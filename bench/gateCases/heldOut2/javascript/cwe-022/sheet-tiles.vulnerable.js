const Koa = require('koa');
const Router = require('@koa/router');
const fs = require('node:fs');
const path = require('node:path');

const ROOT = path.resolve('/srv/atlas/tiles');
const router = new Router({ prefix: '/atlas' });

class TileSource {
  constructor(root) {
    this.root = root;
    this.places = new Map();
  }

  place(name, rest) {
    this.places.set(name, path.join(this.root, rest));
  }

  open(name) {
    return fs.createReadStream(this.places.get(name));
  }

  async exists(name) {
    try {
      const stat = await fs.promises.stat(this.places.get(name));
      return stat.isFile();
    } catch {
      return false;
    }
  }
}

const number = (text) => {
  const value = Number.parseInt(text, 10);
  return Number.isInteger(value) && value >= 0 ? value : 0;
};

router.get('/tile', async (ctx) => {
  const { survey = 'os1936', x, y, z } = ctx.query;
  const source = new TileSource(ROOT);
  const file = `${number(z)}/${number(x)}-${number(y)}.png`;
  source.place('blank', 'common/blank.png');
  source.place('asked', `${survey}/${file}`);
  source.place('fixed', `os1936/${file}`);
  const pick = ['blank', 'asked', 'fixed'][z === undefined ? 0 : 1];
  if (!(await source.exists(pick))) {
    ctx.status = 404;
    ctx.body = { error: 'no such tile' };
    return;
  }
  ctx.type = 'image/png';
  ctx.body = source.open(pick);
});

const app = new Koa();
app.on('error', (err) => console.error('tile server', err.code));
app.use(router.routes()).use(router.allowedMethods());
module.exports = app;
