const crypto = require("crypto");
const express = require("express");
const { users } = require("./users");

const router = express.Router();

router.post("/register", async (req, res) => {
  const { email, password } = req.body;
  const salt = crypto.randomBytes(16);
  const hash = crypto.scryptSync(String(password), salt, 32, { N: 2 ** 17, r: 8, maxmem: 2 ** 28 }).toString("hex");
  await users.insert({ email: String(email), hash, salt: salt.toString("hex") });
  res.status(201).json({ created: true });
});

module.exports = router;
