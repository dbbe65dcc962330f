const express = require("express");
const jwt = require("jsonwebtoken");

const app = express();

function signedIn(req, res, next) {
  const token = req.headers.authorization?.split(" ")[1];
  try {
    const payload = jwt.verify(token, process.env.JWT_SECRET, { algorithms: ["HS256"] });
    req.userId = payload.sub;
    next();
  } catch {
    res.status(401).json({ error: "sign in" });
  }
}

app.get("/me", signedIn, (req, res) => res.json({ id: req.userId }));

app.listen(3000);
