const Router = require("@koa/router");
const { groupOf } = require("./customers");

const router = new Router();

router.post("/basket", async (ctx) => {
  const { customer, group } = ctx.request.body;
  ctx.session.basket = [];
  ctx.session.group = await groupOf(ctx.state.user.id);
  ctx.body = { basket: 0, customer, asked: group };
});

router.get("/basket/factor", (ctx) => {
  ctx.body = { factor: ctx.session.group === "wholesale" ? 0.6 : 1 };
});

module.exports = router;
