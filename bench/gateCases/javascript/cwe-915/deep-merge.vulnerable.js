const express = require("express");

const app = express();
app.use(express.json());
const settings = { theme: { color: "blue" } };

function merge(target, source) {
  for (const key of Object.keys(source)) {
    if (typeof source[key] === "object" && source[key] !== null) {
      target[key] ??= {};
      merge(target[key], source[key]);
    } else {
      target[key] = source[key];
    }
  }
  return target;
}

app.put("/settings", (req, res) => {
  res.json(merge(settings, req.body));
});

app.listen(3000);
