const Router = require("@koa/router");
const Player = require("./models/player");

const router = new Router();

router.put("/players/me", async (ctx) => {
  const changes = { ...ctx.request.body };
  delete changes._id;
  const player = await Player.findByIdAndUpdate(ctx.state.userId, { $set: changes }, { new: true });
  ctx.body = { nickname: player.nickname };
});

module.exports = router;
