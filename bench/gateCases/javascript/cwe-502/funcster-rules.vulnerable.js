const Router = require("@koa/router");
const funcster = require("funcster");

const router = new Router();

router.post("/rules", async (ctx) => {
  const { rules } = ctx.request.body;
  const restored = funcster.deepDeserialize(JSON.parse(rules));
  ctx.body = { count: Object.keys(restored).length };
});

module.exports = router;
