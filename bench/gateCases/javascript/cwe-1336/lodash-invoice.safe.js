const express = require("express");
const _ = require("lodash");

const router = express.Router();
const numbering = _.template("INV-<%= year %>-<%= number %>");

router.post("/invoices/number", (req, res) => {
  const { format, number } = req.body;
  const values = { year: new Date().getFullYear(), number };
  const render = format ? ({ year, number }) => `${number}/${year}` : numbering;
  res.json({ number: render(values) });
});

module.exports = router;
