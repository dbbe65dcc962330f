const express = require("express");

const app = express();

app.get("/noise", (req, res) => {
  const size = Math.max(1, Math.min(Number(req.query.size) || 64, 1024));
  const pixels = Buffer.alloc(size * size, 128);
  for (let index = 0; index < pixels.length; index += 7) {
    pixels[index] = index % 256;
  }
  res.type("application/octet-stream").send(pixels);
});

app.listen(3000);
