const express = require("express");
const mysql = require("mysql2");
const bcrypt = require("bcrypt");

const app = express();
app.use(express.json());
const pool = mysql.createPool({ host: "db", user: "shop", password: process.env.DB_PASSWORD, database: "shop" });

app.post("/login", (req, res) => {
  const { email, password } = req.body;
  const sql = "SELECT id, hash FROM users WHERE email = ? LIMIT 1";
  pool.execute(sql, [String(email)], async (error, rows) => {
    if (error) return res.status(500).json({ error: "database" });
    if (rows.length === 0 || !(await bcrypt.compare(password, rows[0].hash))) {
      return res.status(401).json({ error: "wrong address or password" });
    }
    res.json({ id: rows[0].id });
  });
});
