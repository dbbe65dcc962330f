const express = require("express");

const app = express();

app.get("/hello", (req, res) => {
  const name = req.query.name || "stranger";
  const visits = Number(req.get("x-visits")) || 1;
  res.send(`<!doctype html>
<title>Welcome</title>
<h1>Hello ${name}!</h1>
<p>This is visit ${visits}.</p>`);
});

app.listen(3000);
