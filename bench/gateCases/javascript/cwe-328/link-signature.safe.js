const crypto = require("crypto");
const express = require("express");

const app = express();
const SECRET = process.env.LINK_SECRET;

function signature(file) {
  return crypto.createHmac("sha256", SECRET).update(file).digest("hex");
}

app.get("/shared/:file", (req, res) => {
  const given = Buffer.from(String(req.query.signature ?? ""));
  const expected = Buffer.from(signature(req.params.file));
  if (given.length !== expected.length || !crypto.timingSafeEqual(given, expected)) {
    return res.status(403).json({ error: "bad link" });
  }
  res.json({ file: req.params.file });
});

app.listen(3000);
