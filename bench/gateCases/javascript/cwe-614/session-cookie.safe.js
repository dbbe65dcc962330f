const express = require("express");
const crypto = require("crypto");
const { sessions } = require("./sessions");

const router = express.Router();

router.post("/session", (req, res) => {
  const id = crypto.randomBytes(24).toString("hex");
  sessions.set(id, { createdAt: Date.now() });
  res.cookie("sid", id, { httpOnly: true, secure: true, sameSite: "lax", maxAge: 3_600_000 });
  res.json({ open: true });
});

module.exports = router;
