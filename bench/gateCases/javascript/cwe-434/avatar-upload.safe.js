const path = require("path");
const crypto = require("crypto");
const express = require("express");
const multer = require("multer");

const app = express();
const extensions = { "image/png": ".png", "image/jpeg": ".jpg" };
const storage = multer.diskStorage({
  destination: "public/avatars",
  filename(req, file, done) {
    done(null, crypto.randomUUID() + extensions[file.mimetype]);
  },
});
const upload = multer({
  storage,
  fileFilter: (req, file, done) => done(null, Object.hasOwn(extensions, file.mimetype)),
});

app.use(express.static("public"));
app.post("/avatar", upload.single("avatar"), (req, res) => {
  res.json({ url: `/avatars/${path.basename(req.file?.path ?? "")}` });
});

app.listen(3000);
