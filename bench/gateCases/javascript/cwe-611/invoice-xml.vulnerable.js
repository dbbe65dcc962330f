const express = require("express");
const libxmljs = require("libxmljs");

const app = express();
app.use(express.text({ type: "application/xml" }));

app.post("/invoices", (req, res) => {
  try {
    const document = libxmljs.parseXml(req.body, { noent: true, nocdata: true });
    const total = document.get("//total")?.text();
    res.json({ total });
  } catch {
    res.status(400).json({ error: "not an invoice" });
  }
});

app.listen(3000);
