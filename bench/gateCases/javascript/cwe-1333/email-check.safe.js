const express = require("express");
const router = express.Router();

const EMAIL = /^[a-zA-Z0-9._-]{1,64}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,4}$/;

router.post("/newsletter", (req, res) => {
  const { email } = req.body;
  if (!EMAIL.test(email)) {
    return res.status(400).json({ error: "not an address" });
  }
  res.json({ subscribed: true });
});

module.exports = router;
