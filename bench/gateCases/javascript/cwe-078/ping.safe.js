const { execFile } = require("child_process");
const express = require("express");

const app = express();
app.use(express.json());

app.post("/tools/ping", (req, res) => {
  const host = String(req.body.host || "");
  if (host.startsWith("-")) return res.status(400).json({ error: "bad host" });
  execFile("ping", ["-c", "3", host], { timeout: 8000 }, (error, stdout) => {
    if (error) return res.status(502).json({ reachable: false });
    res.json({ reachable: true, output: stdout });
  });
});

app.listen(3000);
