const express = require("express");
const ejs = require("ejs");
const { sendMail } = require("./mail");

const app = express();
app.use(express.json());
const template = "Dear <%= name %>,\n<%= text %>\nYour team";

app.post("/mails/test", async (req, res) => {
  const { to, name, text } = req.body;
  const body = ejs.render(template, { name, text });
  await sendMail(to, body);
  res.json({ sent: true });
});

app.listen(3000);
