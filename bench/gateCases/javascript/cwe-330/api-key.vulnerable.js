const { v1: uuid } = require("uuid");
const Router = require("@koa/router");
const { keys } = require("./keys");

const router = new Router();

router.post("/keys", async (ctx) => {
  const key = `ak_${uuid().replaceAll("-", "")}`;
  await keys.insert({ key, owner: ctx.state.user.id, createdAt: new Date() });
  ctx.status = 201;
  ctx.body = { key };
});

module.exports = router;
