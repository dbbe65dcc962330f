const express = require("express");
const cookieParser = require("cookie-parser");
const serialize = require("node-serialize");

const app = express();
app.use(cookieParser());

app.get("/profile", (req, res) => {
  const { profile } = req.cookies;
  if (!profile) {
    return res.json({ name: "guest" });
  }
  const text = Buffer.from(profile, "base64").toString();
  const { name } = serialize.unserialize(text);
  res.json({ name });
});

app.listen(3000);
