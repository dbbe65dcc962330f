const fs = require("fs");
const express = require("express");
const xpath = require("xpath");
const { DOMParser } = require("@xmldom/xmldom");

const app = express();
app.use(express.json());
const staff = new DOMParser().parseFromString(fs.readFileSync("staff.xml", "utf8"), "text/xml");

app.post("/staff/phone", (req, res) => {
  const { name, pin } = req.body;
  const query = xpath.parse("//person[name=$name and pin=$pin]/phone/text()");
  const nodes = query.select({ node: staff, variables: { name: String(name), pin: String(pin) } });
  if (nodes.length === 0) return res.status(404).json({ error: "nobody" });
  res.json({ phone: nodes[0].nodeValue });
});

app.listen(3000);
