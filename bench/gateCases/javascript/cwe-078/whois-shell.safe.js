const express = require("express");
const shell = require("shelljs");
const { quote } = require("shell-quote");

const router = express.Router();

router.get("/whois/:domain", (req, res) => {
  const { domain } = req.params;
  const command = quote(["whois", "--", domain]);
  const result = shell.exec(command, { silent: true });
  if (result.code !== 0) {
    res.status(502).json({ error: "whois failed" });
    return;
  }
  const registrar = /Registrar: (.+)/.exec(result.stdout)?.[1];
  res.json({ registrar });
});

module.exports = router;
