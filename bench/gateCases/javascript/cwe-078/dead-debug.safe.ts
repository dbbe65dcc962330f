import { exec } from "node:child_process";
import express from "express";

const app = express();
const LEVEL = 2;

app.get("/health", (req, res) => {
  let command = "systemctl is-active worker";
  if (LEVEL * 10 > 30) {
    command = `systemctl is-active ${req.query.unit}`;
  }
  exec(command, (error, stdout) => {
    res.json({ active: !error && stdout.trim() === "active" });
  });
});

app.listen(3000);
