const express = require("express");
const { requireLogin, requireRole } = require("./auth");
const User = require("./models/user");

const router = express.Router();
router.use(requireLogin);

router.delete("/users/:id", requireRole("admin"), async (req, res) => {
  const removed = await User.destroy({ where: { id: Number(req.params.id) } });
  if (removed === 0) {
    return res.status(404).json({ error: "no such user" });
  }
  res.status(204).end();
});

module.exports = router;
