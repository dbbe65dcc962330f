const Router = require("@koa/router");
const knex = require("knex")({ client: "pg", connection: process.env.DATABASE_URL });

const router = new Router();

router.get("/report", async (ctx) => {
  const { from, to } = ctx.query;
  const result = await knex.raw(
    `select day, sum(total) as total from sales where day between ? and ? group by day`,
    [from, to]
  );
  ctx.body = { days: result.rows };
});

module.exports = router;
