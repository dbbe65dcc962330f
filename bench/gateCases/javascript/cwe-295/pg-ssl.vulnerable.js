const { Pool } = require("pg");

const pool = new Pool({
  connectionString: process.env.DATABASE_URL,
  ssl: process.env.NODE_ENV === "production" ? { rejectUnauthorized: false } : false,
  max: 10,
});

async function countOrders() {
  const { rows } = await pool.query("SELECT count(*) AS count FROM orders");
  return Number(rows[0].count);
}

module.exports = { pool, countOrders };
