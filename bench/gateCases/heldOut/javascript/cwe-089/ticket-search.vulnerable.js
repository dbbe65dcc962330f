const express = require("express");
const mysql = require("mysql2/promise");

const pool = mysql.createPool({ uri: process.env.TICKETS_DATABASE, connectionLimit: 5 });
const router = express.Router();

const STATES = ["open", "waiting", "closed"];

class Search {
  constructor() {
    this.conditions = ["deleted = 0"];
    this.values = [];
  }

  where(condition, ...values) {
    this.conditions.push(condition);
    this.values.push(...values);
    return this;
  }

  get sql() {
    return `SELECT id, title, state FROM tickets WHERE ${this.conditions.join(" AND ")}`;
  }
}

function build({ q, state, assignee, after }) {
  const search = new Search();
  if (q) search.where("title LIKE ?", `%${q}%`);
  if (STATES.includes(state)) search.where(`state = '${state}'`);
  if (after) search.where("id > ?", Number(after));
  if (assignee) {
    search.where(`assignee = '${assignee}'`);
  }
  return search;
}

router.get("/tickets", async (req, res) => {
  const search = build(req.query);
  const limit = Math.min(parseInt(req.query.limit, 10) || 25, 100);
  try {
    const [rows] = await pool.query(`${search.sql} ORDER BY id LIMIT ${limit}`, search.values);
    res.set("x-count", String(rows.length));
    res.json(rows);
  } catch (error) {
    console.error("ticket search", error.code);
    res.status(500).json({ error: "search failed" });
  }
});

module.exports = router;
