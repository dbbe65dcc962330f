const fs = require("fs");
const crypto = require("crypto");

const { privateKey } = crypto.generateKeyPairSync("ed25519");
const pem = privateKey.export({ type: "pkcs8", format: "pem" });

fs.mkdirSync("/etc/agent", { recursive: true });
fs.writeFileSync("/etc/agent/key.pem", pem, { mode: 0o666 });
fs.chmodSync("/etc/agent/key.pem", 0o666);
console.log("key written");
