const fs = require("fs");
const libxmljs = require("libxmljs");
const express = require("express");

const app = express();
app.use(express.json());

app.post("/catalogue/refresh", (req, res) => {
  const wanted = req.body.category;
  const xml = fs.readFileSync("data/catalogue.xml", "utf8");
  const catalogue = libxmljs.parseXml(xml, { noent: true });
  const names = catalogue.find("//item/name").map((node) => node.text());
  res.json({ wanted, names });
});

app.listen(3000);
