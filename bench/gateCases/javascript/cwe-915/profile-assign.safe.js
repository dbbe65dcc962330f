const express = require("express");
const User = require("./models/user");
const { requireLogin } = require("./auth");

const router = express.Router();

router.patch("/me", requireLogin, async (req, res) => {
  const user = await User.findByPk(req.userId);
  const { nickname, bio } = req.body;
  Object.assign(user, { nickname, bio });
  await user.save();
  res.json({ nickname: user.nickname });
});

module.exports = router;
