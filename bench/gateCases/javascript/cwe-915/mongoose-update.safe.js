const Router = require("@koa/router");
const Player = require("./models/player");

const router = new Router();

router.put("/players/me", async (ctx) => {
  const changes = { ...ctx.request.body };
  for (const name of Object.keys(changes)) {
    if (!["nickname", "country"].includes(name)) delete changes[name];
  }
  const player = await Player.findByIdAndUpdate(ctx.state.userId, { $set: changes }, { new: true });
  ctx.body = { nickname: player.nickname };
});

module.exports = router;
