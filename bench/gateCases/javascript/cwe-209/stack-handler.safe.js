const express = require("express");
const { loadOrder } = require("./orders");

const app = express();

app.get("/orders/:id", (req, res, next) => {
  loadOrder(Number(req.params.id))
    .then((order) => res.json(order))
    .catch(next);
});

app.use((error, req, res, next) => {
  console.error(error);
  res.status(500).json({ error: "something went wrong" });
});

app.listen(3000);
