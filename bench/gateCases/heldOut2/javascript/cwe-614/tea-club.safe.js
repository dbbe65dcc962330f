const Koa = require('koa');
const Router = require('@koa/router');
const { bodyParser } = require('@koa/bodyparser');
const { randomBytes } = require('node:crypto');
const { club } = require('./club');

const DAY = 86_400_000;
const router = new Router();

class CookiePolicy {
  constructor(base) {
    this.base = base;
  }

  lasting(days) {
    return new CookiePolicy({ ...this.base, maxAge: days * DAY });
  }

  merge(extra) {
    return { ...this.base, ...extra };
  }
}

const policies = {
  login: new CookiePolicy({ httpOnly: true, secure: true, sameSite: 'lax' }),
  theme: new CookiePolicy({ httpOnly: true, secure: true, sameSite: 'lax' }),
};

router.post('/sign-in', async (ctx) => {
  const { email, password, brew } = ctx.request.body;
  const member = await club.verify(String(email), String(password));
  if (!member) {
    ctx.status = 401;
    ctx.body = { error: 'email or password' };
    return;
  }
  const token = randomBytes(32).toString('base64url');
  await club.openSession(member.id, token);
  const policy = policies.login.lasting(14);
  ctx.cookies.set('tea_session', token, policy.merge({ path: '/', overwrite: true }));
  ctx.cookies.set('tea_brew', brew === 'green' ? 'green' : 'black', policies.theme.merge({}));
  ctx.body = { member: member.id };
});

router.post('/sign-out', async (ctx) => {
  await club.closeSession(ctx.cookies.get('tea_session'));
  ctx.cookies.set('tea_session', '', policies.login.merge({ maxAge: 0 }));
  ctx.status = 204;
});

const app = new Koa({ proxy: true });
app.use(bodyParser()).use(router.routes());
app.on('error', (err) => console.error(err.name));
module.exports = app;
