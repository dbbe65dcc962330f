const path = require("path");
const crypto = require("crypto");
const express = require("express");
const multer = require("multer");

const app = express();
const storage = multer.diskStorage({
  destination: "public/avatars",
  filename(req, file, done) {
    done(null, crypto.randomUUID() + path.extname(file.originalname));
  },
});
const upload = multer({ storage });

app.use(express.static("public"));
app.post("/avatar", upload.single("avatar"), (req, res) => {
  res.json({ url: `/avatars/${path.basename(req.file?.path ?? "")}` });
});

app.listen(3000);
