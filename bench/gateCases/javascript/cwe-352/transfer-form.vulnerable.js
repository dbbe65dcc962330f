const express = require("express");
const session = require("express-session");
const { transfer } = require("./bank");

const app = express();
app.use(express.urlencoded({ extended: false }));
app.use(session({ secret: process.env.SESSION_SECRET, cookie: { httpOnly: true, secure: true, sameSite: "none" } }));

app.post("/transfer", async (req, res) => {
  if (!req.session.userId) return res.status(401).end();
  await transfer(req.session.userId, String(req.body.to), Number(req.body.amount));
  res.json({ done: true });
});

app.listen(3000);
