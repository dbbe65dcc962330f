import CryptoJS from "crypto-js";

export function lockNote(text, secret) {
  return CryptoJS.RC4.encrypt(text, secret).toString();
}

export function fingerprint(text) {
  return CryptoJS.SHA256(text).toString(CryptoJS.enc.Hex);
}
