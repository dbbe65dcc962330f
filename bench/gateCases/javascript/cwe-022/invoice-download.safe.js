const express = require("express");
const path = require("path");

const router = express.Router();
const INVOICES = path.join(__dirname, "..", "storage", "invoices");

router.get("/invoices/download", (req, res, next) => {
  const name = String(req.query.name ?? "");
  if (!name.endsWith(".pdf")) {
    return res.status(400).json({ error: "only PDF invoices can be downloaded" });
  }
  res.sendFile(name, { root: INVOICES, dotfiles: "deny" }, (error) => {
    if (error) next(error);
  });
});

module.exports = router;
