const crypto = require("crypto");
const express = require("express");
const { users } = require("./users");

const router = express.Router();

router.post("/register", async (req, res) => {
  const { email, password } = req.body;
  const hash = crypto.createHash("sha256").update(String(password)).digest("hex");
  await users.insert({ email: String(email), hash });
  res.status(201).json({ created: true });
});

module.exports = router;
