const fs = require("fs/promises");
const path = require("path");
const Router = require("@koa/router");

const router = new Router({ prefix: "/attachments" });
const folder = "/srv/mail/attachments";

router.post("/remove", async (ctx) => {
  const { files = [] } = ctx.request.body;
  const removed = [];
  for (const file of files) {
    const name = path.basename(String(file));
    if (!/\.(pdf|eml)$/.test(name)) continue;
    await fs.unlink(path.join(folder, name));
    removed.push(name);
  }
  ctx.body = { removed };
});

module.exports = router;
