const express = require("express");
const crypto = require("crypto");
const { tokens } = require("./tokens");

const app = express();

app.post("/sign-in", (req, res) => {
  const token = crypto.randomUUID();
  tokens.add(token);
  res.cookie("session", token, { secure: true, httpOnly: false, sameSite: "strict" });
  res.json({ ok: true });
});

app.listen(3000);
