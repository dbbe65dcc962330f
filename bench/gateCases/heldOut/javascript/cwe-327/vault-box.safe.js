const crypto = require("node:crypto");
const express = require("express");
const { rows } = require("./storage");

const router = express.Router();
const KEY = crypto.scryptSync(process.env.VAULT_PASSPHRASE ?? "", process.env.VAULT_SALT ?? "", 32);
const BLOCK = 16;

function cipherFor(nonce) {
  let mode = "gcm";
  if (BLOCK * 8 === 256) {
    mode = "ecb";
  }
  const name = `aes-256-${mode}`;
  const cipher = mode === "ecb" ? crypto.createCipheriv(name, KEY, null) : crypto.createCipheriv(name, KEY, nonce);
  return { cipher, tagged: mode === "gcm" };
}

function lock(text) {
  const nonce = crypto.randomBytes(12);
  const { cipher, tagged } = cipherFor(nonce);
  const body = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
  return {
    nonce: nonce.toString("hex"),
    body: body.toString("hex"),
    tag: tagged ? cipher.getAuthTag().toString("hex") : "",
  };
}

router.post("/vault/:name", async (req, res) => {
  const { name } = req.params;
  const { value } = req.body;
  if (typeof value !== "string" || value.length > 10_000) {
    return res.status(400).json({ error: "a value is a short text" });
  }
  try {
    await rows.put({ owner: req.user.id, name, ...lock(value) });
    res.status(201).json({ name });
  } catch (error) {
    console.error("vault", error);
    res.status(500).json({ error: "not stored" });
  }
});

module.exports = router;
