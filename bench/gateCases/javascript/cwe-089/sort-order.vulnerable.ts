import express from "express";
import knexFactory from "knex";

const knex = knexFactory({ client: "mysql2", connection: process.env.DATABASE_URL });
const router = express.Router();

router.get("/articles", async (req, res, next) => {
  try {
    const sort = String(req.query.sort ?? "title");
    const direction = req.query.desc === "1" ? "desc" : "asc";
    const articles = await knex("articles").select("id", "title", "price").orderByRaw(`${sort} ${direction}`);
    res.json(articles);
  } catch (error) {
    next(error);
  }
});

export { router };
