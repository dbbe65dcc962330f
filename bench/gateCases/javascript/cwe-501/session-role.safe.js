const express = require("express");
const { findUser } = require("./accounts");

const router = express.Router();

router.post("/login", async (req, res) => {
  const user = await findUser(req.body.email, req.body.password);
  if (!user) return res.status(401).json({ error: "wrong password" });
  req.session.userId = user.id;
  req.session.role = user.role;
  res.json({ signedIn: true });
});

router.get("/admin", (req, res) => {
  res.json({ admin: req.session.role === "admin" });
});

module.exports = router;
