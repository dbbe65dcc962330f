const express = require("express");
const { marked } = require("marked");
const sanitizeHtml = require("sanitize-html");

const app = express();
app.use(express.urlencoded({ extended: false }));

app.post("/preview", async (req, res) => {
  const { text = "" } = req.body;
  const html = await marked.parse(text);
  res.type("html").send("<article>" + sanitizeHtml(html) + "</article>");
});

app.listen(3000);
