const crypto = require("crypto");
const express = require("express");
const { findUser, saveToken, sendReset } = require("./accounts");

const router = express.Router();

router.post("/password/forgot", async (req, res) => {
  const user = await findUser(String(req.body.email));
  if (user) {
    const token = crypto.randomBytes(32).toString("base64url");
    await saveToken(user.id, crypto.createHash("sha256").update(token).digest("hex"));
    await sendReset(user.email, token);
  }
  res.json({ sent: true });
});

module.exports = router;
