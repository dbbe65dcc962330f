const path = require("path");
const express = require("express");

const app = express();

app.use("/assets", express.static(path.join(__dirname, "public"), { dotfiles: "ignore" }));
app.get("/", (req, res) => {
  res.sendFile(path.join(__dirname, "public", "index.html"));
});

app.listen(process.env.PORT || 3000);
