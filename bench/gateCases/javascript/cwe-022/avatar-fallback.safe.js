const fs = require("fs");
const path = require("path");
const express = require("express");

const app = express();
const AVATARS = path.join(__dirname, "avatars");

app.get("/avatar", (req, res) => {
  let file = req.query.file;
  const size = req.query.size === "large" ? "large" : "small";
  file = `default-${size}.png`;
  fs.readFile(path.join(AVATARS, file), (error, image) => {
    if (error) return res.status(404).json({ error: "no avatar" });
    res.type("png").send(image);
  });
});

app.listen(3000);
