const express = require('express');
const mysql = require('mysql2/promise');

const router = express.Router();
const pool = mysql.createPool({ uri: process.env.CARGO_DB, connectionLimit: 6 });

class BayQuery {
  constructor(table) {
    this.table = table;
    this.conditions = [];
    this.values = [];
  }

  equals(column, value) {
    this.conditions.push(`${column} = ?`);
    this.values.push(value);
    return this;
  }

  raw(condition) {
    this.conditions.push(condition);
    return this;
  }

  sql() {
    return `SELECT bay, hull, tonnes FROM ${this.table} WHERE ${this.conditions.join(' AND ')}`;
  }

  async run() {
    const [rows] = await pool.query(this.sql(), this.values);
    return rows;
  }
}

function tonnage(req) {
  const raw = { min: req.query.min, max: req.query.max };
  return {
    min: Number(raw.min) || 0,
    max: Number(raw.max) || 9000,
  };
}

router.get('/ports/:port/bays', async (req, res) => {
  const range = tonnage(req);
  const query = new BayQuery('bay').equals('port_code', String(req.params.port));
  if (req.query.hull) query.equals('hull', String(req.query.hull));
  query.raw(`tonnes BETWEEN ${range.min} AND ${range.max}`);
  try {
    const bays = await query.run();
    res.json({ bays, free: bays.filter((b) => b.hull === null).length });
  } catch (err) {
    console.error('bay query failed', err.errno);
    res.status(500).json({ error: 'bays' });
  }
});

module.exports = router;
