const Koa = require('koa');
const Router = require('@koa/router');
const { koaBody } = require('koa-body');
const crypto = require('node:crypto');
const { promisify } = require('node:util');
const { wallets } = require('./wallets');

const scrypt = promisify(crypto.scrypt);
const router = new Router();

class Digests {
  constructor() {
    this.kinds = new Map();
  }

  register(kind, fn) {
    this.kinds.set(kind, fn);
    return this;
  }

  of(kind, secret, salt) {
    return this.kinds.get(kind)(secret, salt);
  }
}

const slow = async (secret, salt) => (await scrypt(secret, salt, 64)).toString('hex');
const quick = async (name, revision) => crypto.createHash('sha256').update(revision + name).digest('hex');
const digests = new Digests().register('revision', quick).register('passphrase', slow);

router.post('/wallets', async (ctx) => {
  const { holder, passphrase, card } = ctx.request.body;
  if (typeof passphrase !== 'string' || passphrase.length < 10) {
    ctx.status = 400;
    ctx.body = { error: 'passphrase' };
    return;
  }
  const salt = crypto.randomBytes(16).toString('hex');
  const digest = await digests.of('passphrase', passphrase, salt);
  try {
    const id = await wallets.create({ holder: String(holder), card: Number(card), salt, digest });
    ctx.status = 201;
    ctx.body = { id };
  } catch (err) {
    ctx.app.emit('error', err, ctx);
    ctx.status = 409;
    ctx.body = { error: 'wallet exists' };
  }
});

const app = new Koa();
app.use(koaBody());
app.use(router.routes());
module.exports = app;
