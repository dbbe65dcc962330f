const express = require("express");
const router = express.Router();

router.post("/calculate", (req, res) => {
  const { expression } = req.body;
  try {
    const value = eval(expression);
    res.json({ value });
  } catch {
    res.status(400).json({ error: "cannot calculate this" });
  }
});

module.exports = router;
