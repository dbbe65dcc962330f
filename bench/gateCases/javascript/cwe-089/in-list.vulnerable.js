const sqlite3 = require("sqlite3");
const express = require("express");

const db = new sqlite3.Database("stock.db");
const app = express();

app.get("/stock", (req, res) => {
  const codes = String(req.query.codes || "").split(",");
  const list = codes.map((code) => `'${code}'`).join(", ");
  db.all(`SELECT code, amount FROM stock WHERE code IN (${list})`, (error, rows) => {
    if (error) {
      res.status(500).json({ error: "stock is not available" });
      return;
    }
    res.json(Object.fromEntries(rows.map((row) => [row.code, row.amount])));
  });
});

app.listen(3000);
