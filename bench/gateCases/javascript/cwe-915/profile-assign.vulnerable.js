const express = require("express");
const User = require("./models/user");
const { requireLogin } = require("./auth");

const router = express.Router();

router.patch("/me", requireLogin, async (req, res) => {
  const user = await User.findByPk(req.userId);
  Object.assign(user, req.body);
  await user.save();
  res.json({ nickname: user.nickname });
});

module.exports = router;
