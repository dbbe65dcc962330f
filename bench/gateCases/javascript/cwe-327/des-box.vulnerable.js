const crypto = require("crypto");

const key = Buffer.from(process.env.BOX_KEY, "hex");

function encrypt(text) {
  const iv = crypto.randomBytes(8);
  const cipher = crypto.createCipheriv("des-cbc", key.subarray(0, 8), iv);
  return Buffer.concat([iv, cipher.update(text, "utf8"), cipher.final()]).toString("base64");
}

module.exports = { encrypt };
