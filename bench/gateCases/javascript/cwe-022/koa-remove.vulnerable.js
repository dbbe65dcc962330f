const fs = require("fs/promises");
const path = require("path");
const Router = require("@koa/router");

const router = new Router({ prefix: "/attachments" });
const folder = "/srv/mail/attachments";

router.post("/remove", async (ctx) => {
  const { files = [] } = ctx.request.body;
  const removed = [];
  for (const file of files) {
    await fs.unlink(path.join(folder, file));
    removed.push(file);
  }
  ctx.body = { removed };
});

module.exports = router;
