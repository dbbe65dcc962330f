const express = require("express");
const { Client } = require("pg");

const app = express();
const db = new Client();

app.get("/matches/:season", async (req, res) => {
  const { season } = req.params;
  if (!/^\d{4}$/.test(season)) {
    return res.status(400).json({ error: "a season is a year" });
  }
  const result = await db.query(`SELECT * FROM matches_${season} ORDER BY played_at DESC LIMIT 30`);
  res.json(result.rows);
});

db.connect().then(() => app.listen(3000));
