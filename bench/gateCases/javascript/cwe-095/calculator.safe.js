const express = require("express");
const router = express.Router();

router.post("/calculate", (req, res) => {
  const { expression } = req.body;
  try {
    const [left, operator, right] = String(expression).split(" ");
    const operations = { "+": (a, b) => a + b, "-": (a, b) => a - b, "*": (a, b) => a * b };
    const value = Object.hasOwn(operations, operator) ? operations[operator](Number(left), Number(right)) : NaN;
    res.json({ value });
  } catch {
    res.status(400).json({ error: "cannot calculate this" });
  }
});

module.exports = router;
