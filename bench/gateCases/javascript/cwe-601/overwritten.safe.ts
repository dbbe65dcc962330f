import express from "express";

const app = express();

app.get("/after-payment", (req, res) => {
  let target = req.query.target as string;
  const paid = req.query.state === "paid";
  target = paid ? "/thanks" : "/basket";
  res.redirect(303, target);
});

app.listen(3000);
