import CryptoJS from "crypto-js";
import nacl from "tweetnacl";

export function lockNote(text, secret) {
  const nonce = nacl.randomBytes(nacl.secretbox.nonceLength);
  const box = nacl.secretbox(new TextEncoder().encode(text), nonce, secret);
  return `${Buffer.from(nonce).toString("base64")}.${Buffer.from(box).toString("base64")}`;
}

export function fingerprint(text) {
  return CryptoJS.SHA256(text).toString(CryptoJS.enc.Hex);
}
