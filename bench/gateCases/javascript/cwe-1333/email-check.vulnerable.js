const express = require("express");
const router = express.Router();

const EMAIL = /^([a-zA-Z0-9]+[._-]?)+@[a-z0-9.-]+\.[a-z]{2,}$/;

router.post("/newsletter", (req, res) => {
  const { email } = req.body;
  if (!EMAIL.test(email)) {
    return res.status(400).json({ error: "not an address" });
  }
  res.json({ subscribed: true });
});

module.exports = router;
