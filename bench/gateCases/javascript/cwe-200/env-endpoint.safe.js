const os = require("os");
const express = require("express");

const app = express();

app.get("/status", (req, res) => {
  res.json({
    uptime: process.uptime(),
    load: os.loadavg()[0],
    environment: process.env.NODE_ENV === "production" ? "production" : "test",
  });
});

app.listen(3000);
