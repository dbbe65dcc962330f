const Router = require("@koa/router");
const flatted = require("flatted");

const router = new Router();

router.post("/rules", async (ctx) => {
  const { rules } = ctx.request.body;
  const restored = flatted.parse(rules);
  ctx.body = { count: Object.keys(restored).length };
});

module.exports = router;
