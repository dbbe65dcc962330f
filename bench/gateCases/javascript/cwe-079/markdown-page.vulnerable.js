const express = require("express");
const { marked } = require("marked");

const app = express();
app.use(express.urlencoded({ extended: false }));

app.post("/preview", async (req, res) => {
  const { text = "" } = req.body;
  const html = await marked.parse(text);
  res.type("html").send("<article>" + html + "</article>");
});

app.listen(3000);
