const express = require("express");
const { check } = require("./accounts");

const router = express.Router();

router.post("/login", async (req, res) => {
  const { user, password } = req.body;
  const account = await check(user, password);
  if (!account) {
    console.warn(`${new Date().toISOString()} login failed for ${JSON.stringify(user)}`);
    return res.status(401).json({ error: "wrong user or password" });
  }
  res.json({ id: account.id });
});

module.exports = router;
