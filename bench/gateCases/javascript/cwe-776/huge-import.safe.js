const express = require("express");
const libxmljs = require("libxmljs2");

const app = express();
app.use(express.text({ type: "text/xml", limit: "1mb" }));

app.post("/products", (req, res) => {
  const options = { huge: false, noent: false };
  try {
    const document = libxmljs.parseXml(req.body, options);
    res.json({ products: document.find("//product").length });
  } catch {
    res.status(400).json({ error: "not XML" });
  }
});

app.listen(3000);
