const express = require("express");
const nunjucks = require("nunjucks");

const app = express();
nunjucks.configure("views", { autoescape: true, express: app });

app.get("/catalogue", (req, res) => {
  const { q = "", page = "1" } = req.query;
  const headline = nunjucks.renderString("Results for {{ q }}", { q });
  res.render("catalogue.njk", { headline, page: Number(page) || 1 });
});

app.listen(3000);
