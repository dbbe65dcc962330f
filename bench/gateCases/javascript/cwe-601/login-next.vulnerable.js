const express = require("express");
const { authenticate } = require("./accounts");

const router = express.Router();

router.post("/login", async (req, res) => {
  const user = await authenticate(req.body.email, req.body.password);
  if (!user) {
    return res.status(401).render("login", { failed: true });
  }
  req.session.userId = user.id;
  const next = req.query.next || "/";
  res.redirect(next);
});

module.exports = router;
